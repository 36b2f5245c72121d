import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import {type Couplings, flowRecipe} from '../../../pretrained/tools/flow-recipe.js';
import {FlowNets} from '../../../pretrained/tools/flow-nets.js';
import {initialGraphs} from '../../../pretrained/tools/graphs.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {DENSITIES} from '../../../src/data/densities.js';
import {Random} from '../../../src/data/random.js';
import type {Graph} from '../../../src/format/graph.js';
import {Exchange} from '../../../src/training/exchange.js';
import {FlowObjective} from '../../../src/training/objectives/flow.js';
import {type Points, drawnPoints, listedPoints} from '../../../src/training/objectives/points.js';
import {ParameterLayout} from '../../../src/training/parameters.js';
import {Trainer} from '../../../src/training/trainer.js';
import {exactAffine, exactSpline} from './exact-couplings.js';

const KINDS: Couplings[] = [
  {kind: 'affine', count: 3, hidden: 7, bound: 2},
  {kind: 'rational-quadratic', count: 3, hidden: 7, bins: 5, bound: 3},
];

function setUp(couplings: Couplings, points: Points = drawnPoints(DENSITIES.moons.sample), batch = 32) {
  const recipe = flowRecipe('moons', {title: {en: ''}, what: '', limits: [], steps: 1, couplings});
  const graphs = initialGraphs(recipe);
  const layout = new ParameterLayout(graphs);
  const exchange = new Exchange(Exchange.allocate(1, layout.size), 0);
  layout.gather(exchange.parameters);
  exchange.control = {rate: 5e-3, decay: 0.99, flags: 0};
  const objective = new FlowObjective(recipe.flow);
  const trainer = new Trainer({graphs, objectives: [objective, objective], examples: points, exchange, batch, seed: 11});
  return {recipe, layout, exchange, trainer};
}

/** Away from the start, where the last layers are zero. */
function shake(parameters: Float32Array): void {
  const random = new Random(2);
  for (let i = 0; i < parameters.length; i++) parameters[i]! += 0.3 * random.normal();
}

/** −log p(x, y) in double precision, by loops over the dense layers. */
function exactLoss(
  couplings: Couplings,
  {layers, standardise}: ReturnType<typeof setUp>['recipe']['flow'],
  graph: Graph,
  point: number[],
): number {
  const u = point.map((value, axis) => (value - standardise.mean[axis]!) / standardise.std[axis]!);
  let loss = standardise.std.reduce((sum, std) => sum + Math.log(std), 0) + Math.log(2 * Math.PI);
  for (const [k, {mask, bound}] of layers.entries()) {
    let values = [u[mask.indexOf(1)]!];
    for (const name of ['first', 'second', 'parameters']) {
      const [kernel, bias] = ['kernel', 'bias'].map((part) => graph.weights.find((weight) => weight.name === `${name}_${k}/${part}`)!);
      values = Array.from(bias!.data, (start, out) => {
        const sum = values.reduce((total, value, i) => total + value * kernel!.data[i * bias!.data.length + out]!, start);
        return name === 'parameters' ? sum : Math.tanh(sum);
      });
    }
    const at = mask.indexOf(0);
    const {y, logDet} =
      couplings.kind === 'affine' ? exactAffine(u[at]!, values, bound) : exactSpline(u[at]!, values, couplings.bins, bound);
    u[at] = y;
    loss -= logDet;
  }
  return loss + 0.5 * u.reduce((sum, value) => sum + value * value, 0);
}

describe('training of flows', () => {
  before(startWasmBackend);
  afterEach(() => tf.setBackend('wasm'));

  for (const couplings of KINDS)
    describe(`with ${couplings.kind} couplings`, () => {
      for (const backend of ['wasm', 'cpu'])
        it(`has the loss of double precision, on ${backend}`, async () => {
          await tf.setBackend(backend);
          const table = DENSITIES.moons.sample(8, new Random(3));
          const {recipe, layout, exchange, trainer} = setUp(couplings, listedPoints(table, 2), 8);
          shake(exchange.parameters);
          const {loss} = trainer.gradients(1, exchange.ownGradients);
          const graph = layout.graphs(exchange.parameters).couplings!;
          const exact = Array.from({length: 8}, (_, i) => exactLoss(couplings, recipe.flow, graph, [table[2 * i]!, table[2 * i + 1]!]));
          expect(loss).to.be.closeTo(exact.reduce((sum, value) => sum + value, 0) / 8, 1e-4);
        });

      it('has its gradient, by finite differences along it', () => {
        const {exchange, trainer} = setUp(couplings);
        shake(exchange.parameters);
        const gradient = new Float32Array(exchange.parameters.length);
        trainer.gradients(1, gradient);
        const norm = Math.hypot(...gradient);
        const start = exchange.parameters.slice();
        const at = (step: number) => {
          for (let i = 0; i < start.length; i++) exchange.parameters[i] = start[i]! + (step * gradient[i]!) / norm;
          return trainer.gradients(1, new Float32Array(start.length)).loss!;
        };
        expect((at(1e-3) - at(-1e-3)) / 2e-3 / norm).to.be.closeTo(1, 1e-2);
      });

      it('has the same gradients with the fused kernels as with stock operations', async () => {
        const gradients = () => {
          const {exchange, trainer} = setUp(couplings);
          shake(exchange.parameters);
          trainer.gradients(1, exchange.ownGradients);
          return exchange.ownGradients;
        };
        const fused = gradients();
        await tf.setBackend('cpu');
        const stock = gradients();
        const largest = Math.max(...stock.map(Math.abs));
        for (const [i, value] of stock.entries()) expect(fused[i]).to.be.closeTo(value, 1e-3 * largest);
      });

      it('begins at the standardised Gaussian, learns and leaves no tensor behind', () => {
        const {trainer} = setUp(couplings, undefined, 256);
        expect(trainer.step(1).losses.loss).to.be.closeTo(3.4, 0.15);
        const {numTensors} = tf.memory();
        let last = Infinity;
        for (let step = 2; step <= 150; step++) last = trainer.step(step).losses.loss!;
        expect(tf.memory().numTensors).to.equal(numTensors);
        expect(last).to.be.below(3);
        trainer.dispose();
      });

      it('comes back from the base', () => {
        const {recipe, layout, exchange} = setUp(couplings);
        shake(exchange.parameters);
        const nets = new FlowNets(recipe.flow, layout.graphs(exchange.parameters));
        const points = DENSITIES.moons.sample(500, new Random(1));
        const back = nets.inverse(nets.forward(points).z);
        for (const [i, value] of points.entries()) expect(back[i]).to.be.closeTo(value, 1e-3);
        nets.dispose();
      });
    });

  it('draws each point of a table once an epoch, and never the same points of a density', () => {
    const objective = new FlowObjective({standardise: {mean: [0, 0], std: [1, 1]}, layers: []});
    const seen: number[][] = [];
    objective.batch = (points, indices, randoms) => {
      seen.push(
        indices.map((index, i) => {
          const target = new Float32Array(2);
          points.read(index, randoms[i]!, target);
          return target[0]!;
        }),
      );
      throw new Error('seen');
    };
    for (const points of [
      listedPoints(
        Float32Array.from({length: 16}, (_, i) => i),
        2,
      ),
      drawnPoints(DENSITIES.rings.sample),
    ]) {
      const {recipe, exchange} = setUp(KINDS[0]!);
      const trainer = new Trainer({
        graphs: initialGraphs(recipe),
        objectives: [objective, objective],
        examples: points,
        exchange,
        batch: 4,
        seed: 1,
      });
      for (const step of [1, 2]) expect(() => trainer.gradients(step, exchange.ownGradients)).to.throw('seen');
    }
    const [first, second, third, fourth] = seen as [number[], number[], number[], number[]];
    expect([...first, ...second]).to.have.members([0, 2, 4, 6, 8, 10, 12, 14]);
    expect(new Set([...third, ...fourth]).size).to.equal(8);
  });
});
