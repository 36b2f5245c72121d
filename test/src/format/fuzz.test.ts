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

const FILES = 60;
const MUTANTS = 25;
const HOSTILE = [
  null,
  true,
  -1,
  0,
  0.5,
  3,
  1e9,
  2 ** 53,
  '',
  'x',
  '../x',
  '__proto__',
  [],
  [[]],
  [-1],
  [1e9, 1e9],
  {},
  'same',
  'Dense',
  'Conv2D',
];

type Container = Record<string | number, unknown>;

/** Every place in a JSON value, as its container and key. */
function places(value: unknown, found: [Container, string | number][] = []): [Container, string | number][] {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push([value as Container, Array.isArray(value) ? Number(key) : key]);
    places((value as Container)[key], found);
  }
  return found;
}

function mutate(json: unknown, random: Random): void {
  for (let count = 1 + random.integer(3); count > 0; count--) {
    const all = places(json);
    const [container, key] = all[random.integer(all.length)]!;
    const kind = random.uniform();
    if (kind < 0.6) container[key] = structuredClone(HOSTILE[random.integer(HOSTILE.length)]);
    else if (kind < 0.8) {
      const [other, otherKey] = all[random.integer(all.length)]!;
      container[key] = JSON.parse(JSON.stringify(other[otherKey] ?? null));
    } else if (Array.isArray(container)) container.splice(Number(key), 1);
    else Reflect.deleteProperty(container, key);
  }
}

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
