import {expect} from 'chai';
import {Random} from '../../../src/data/random.js';
import type {Engine} from '../../../src/engine/engine.js';
import {createWasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import {FormatError, GenerativeError} from '../../../src/format/errors.js';
import type {Graph} from '../../../src/format/graph.js';
import {sizeOf} from '../../../src/format/graph.js';
import {readLayersModel} from '../../../src/format/read-layers-model.js';
import {tf} from '../../tfjs.js';
import {RandomNets} from '../engine/random-net.js';
import {saveStock} from '../engine/stock.js';
import {mutate} from './mutate.js';

const FILES = 60;
const MUTANTS = 25;
async function runOnce(engine: Engine, graph: Graph): Promise<void> {
  const net = await engine.loadNet(graph);
  const inputs = net.inputs.map(({shape}) => ({shape: [1, ...shape], data: new Float32Array(sizeOf(shape))}));
  const {outputs} = await net.run(inputs);
  for (const [index, {shape}] of net.outputs.entries()) expect(outputs[index]!.data.length).to.equal(sizeOf(shape));
  net.dispose();
}

describe('mutated model files', () => {
  it('give a named error with the URL, or a graph that runs', async () => {
    await tf.setBackend('cpu');
    const engine = (await createWasmEngine()).engine!;
    const random = new Random(11);
    const nets = new RandomNets(11);
    const counts = {read: 0, refused: 0};
    for (let file = 0; file < FILES; file++) {
      const {model} = nets.next();
      const {json, weights} = await saveStock(model);
      model.dispose();
      for (let mutant = 0; mutant < MUTANTS; mutant++) {
        const copy = JSON.parse(JSON.stringify(json)) as unknown;
        mutate(copy, random);
        let graph: Graph;
        try {
          graph = readLayersModel(copy, weights, 'fuzz.json');
        } catch (error) {
          if (!(error instanceof FormatError)) throw new Error(`file ${file}, mutant ${mutant}: ${String(error)}`, {cause: error});
          expect(error.message).to.match(/^fuzz\.json: /);
          counts.refused++;
          continue;
        }
        counts.read++;
        await runOnce(engine, graph).catch((error: unknown) => {
          if (!(error instanceof GenerativeError)) throw error;
        });
      }
    }
    expect(engine.bytesInUse).to.equal(0);
    expect(counts.read).to.be.above(100);
    expect(counts.refused).to.be.above(500);
  });
});
