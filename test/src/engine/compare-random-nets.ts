import {expect} from 'chai';
import {Random} from '../../../src/data/random.js';
import type {Engine} from '../../../src/engine/engine.js';
import {tf} from '../../tfjs.js';
import {RandomNets} from './random-net.js';
import {predictStock, readStock, relativeError} from './stock.js';

/** Random nets on an engine against tfjs-layers, to relative 1e-4. */
export async function compareRandomNets(engine: Engine, seed: number, count: number): Promise<void> {
  await tf.setBackend('cpu');
  const nets = new RandomNets(seed);
  const classes = new Set<string>();
  for (let index = 0; index < count; index++) {
    const {model, description} = nets.next();
    for (const layer of model.layers) classes.add(layer.getClassName());
    const inputs = nets.inputs(model, 1 + (index % 3));
    const expected = predictStock(model, inputs);
    const net = await engine.loadNet(await readStock(model));
    const {outputs} = await net.run(inputs);
    for (const [at, output] of outputs.entries()) {
      expect(output.shape, description).to.deep.equal(expected[at]!.shape);
      expect(relativeError(output.data, expected[at]!.data), `net ${index}: ${description}`).to.be.at.most(1e-4);
    }
    net.dispose();
    model.dispose();
  }
  expect(classes.size, [...classes].join()).to.be.at.least(26);
}

/** Nets that are given new weights while they live, against fresh nets with these weights, to the last bit. */
export async function compareNewWeights(engine: Engine, seed: number, count: number): Promise<void> {
  await tf.setBackend('cpu');
  const nets = new RandomNets(seed);
  const random = new Random(seed);
  let severalInputs = 0;
  let changed = 0;
  for (let index = 0; index < count; index++) {
    const {model, description} = nets.next();
    const inputs = nets.inputs(model, 1 + (index % 40));
    const graph = await readStock(model);
    // Positive, as variances are.
    const weights = graph.weights.map(({data}) => data.map(() => 0.1 + 0.5 * random.uniform()));
    const net = await engine.loadNet(graph);
    const before = (await net.run(inputs)).outputs;
    net.setWeights(weights);
    const after = (await net.run(inputs)).outputs;
    const fresh = await engine.loadNet({...graph, weights: graph.weights.map((spec, at) => ({...spec, data: weights[at]!}))});
    const expected = (await fresh.run(inputs)).outputs;
    for (const [at, {data}] of after.entries()) expect(data, `net ${index}: ${description}`).to.deep.equal(expected[at]!.data);
    if (graph.inputs.length > 1) severalInputs++;
    if (after.some(({data}, at) => data.some((value, i) => value !== before[at]!.data[i]))) changed++;
    net.dispose();
    fresh.dispose();
    model.dispose();
  }
  expect(severalInputs).to.be.above(3);
  expect(changed).to.be.above(count / 2);
}
