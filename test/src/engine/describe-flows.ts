import {expect} from 'chai';
import type {Engine} from '../../../src/engine/engine.js';
import type {FlowNet} from '../../../src/engine/flow/flow-net.js';
import type {CouplingLayer} from '../../../src/format/manifest.js';
import {exactForward, points, randomFlow, type Flow} from './flow-stacks.js';
import {relativeError} from './relative-error.js';

const AFFINE: CouplingLayer['kind'][] = ['affine', 'affine', 'affine', 'affine'];
const SPLINE: CouplingLayer['kind'][] = ['rational-quadratic', 'rational-quadratic', 'rational-quadratic'];

const FLOWS: Record<string, Flow> = {
  'affine, tanh': randomFlow({kinds: AFFINE, seed: 1}),
  'affine, relu': randomFlow({kinds: AFFINE, activation: 'relu', hidden: [30, 30], seed: 2}),
  'affine, swish': randomFlow({kinds: AFFINE, activation: 'swish', hidden: [7, 5, 9], seed: 3}),
  'affine, linear nets': randomFlow({kinds: AFFINE, hidden: [], spread: 0.3, seed: 4}),
  'spline, tanh': randomFlow({kinds: SPLINE, spread: 0.35, seed: 5}),
  'spline, swish, 5 bins': randomFlow({kinds: SPLINE, activation: 'swish', hidden: [12], bins: 5, bound: 3, spread: 0.05, seed: 6}),
  'spline, one bin': randomFlow({kinds: SPLINE, bins: 1, seed: 7}),
  'both kinds, 64 hidden': randomFlow({kinds: ['affine', 'rational-quadratic', 'affine', 'rational-quadratic'], hidden: [64, 64], seed: 8}),
};

/** Log densities to this share of their size, or absolutely where they are small. */
const PRECISION = 1e-5;

/** @param yields whether a run lets other work of the thread in; one on a GPU does nothing else */
export function describeFlows(name: string, create: () => Promise<Engine>, {yields}: {yields: boolean}): void {
  describe(`flows on ${name}`, () => {
    let engine: Engine;

    before(async () => {
      engine = await create();
    });

    after(() => engine.dispose());

    const load = ({stack, graph}: Flow): Promise<FlowNet> => engine.loadFlow(stack, graph);

    async function expectExact(flow: Flow, data: Float32Array): Promise<void> {
      const count = data.length / 2;
      const net = await load(flow);
      const {z, logDet, layers, layerLogDets, stats} = await net.forward({data, shape: [count, 2]}, {layers: true});
      const {logProb} = await net.logProb({data, shape: [count, 2]});
      const steps = flow.stack.layers.length;
      expect(stats.backend).to.equal(name);
      expect(z.shape).to.deep.equal([count, 2]);
      expect(layers!.shape).to.deep.equal([steps + 1, count, 2]);
      expect(layerLogDets!.shape).to.deep.equal([steps, count]);
      for (let i = 0; i < count; i++) {
        const exact = exactForward(flow, data[2 * i]!, data[2 * i + 1]!);
        const where = `point ${i} (${data[2 * i]!}, ${data[2 * i + 1]!})`;
        const near = (found: number, expected: number, what: string) =>
          expect(found, `${what}, ${where}`).to.be.closeTo(expected, PRECISION * Math.max(1, Math.abs(expected)));
        near(logProb[i]!, exact.logProb, 'log p');
        near(logDet[i]!, exact.logDet, 'log-determinant');
        exact.z.forEach((value, axis) => near(z.data[2 * i + axis]!, value, 'z'));
        for (const [step, point] of exact.layers.entries()) {
          point.forEach((value, axis) => near(layers!.data[2 * (step * count + i) + axis]!, value, `layer ${step}`));
        }
        for (const [step, value] of exact.layerLogDets.entries()) near(layerLogDets!.data[step * count + i]!, value, `slope ${step}`);
      }
      net.dispose();
    }

    for (const [title, flow] of Object.entries(FLOWS)) {
      describe(title, () => {
        it('has the log density of the formulas in double precision', () => expectExact(flow, points(301, 1)));

        it('comes back from where it went, with the same log density', async () => {
          const net = await load(flow);
          // Not far out, where nets without bounds make slopes so small that float32 cannot tell where a point came from.
          const x = {data: points(2000, 2, 0.5), shape: [2000, 2]};
          const there = await net.forward(x, {layers: true});
          const back = await net.inverse(there.z, {layers: true});
          const {logProb} = await net.logProb(x);
          expect(relativeError(back.x.data, x.data)).to.be.below(1e-4);
          expect(relativeError(back.layers!.data, there.layers!.data)).to.be.below(1e-4);
          const slopes = back.layerLogDets!.data.map((value, i) => Math.abs(value - there.layerLogDets!.data[i]!));
          expect(Math.max(...slopes)).to.be.below(1e-3);
          expect(relativeError(back.logProb, logProb)).to.be.below(1e-4);
          net.dispose();
        });
      });
    }

    it('is a normal distribution where couplings are linear', async () => {
      // z₀ = u₀, z₁ = e^s·u₁ + a·u₀ + b, with s, a and b constant.
      const flow = randomFlow({kinds: ['affine'], hidden: [], seed: 9, standardise: {mean: [1, -2], std: [0.5, 3]}});
      const [kernel, bias] = flow.graph.weights.map(({data}) => data);
      kernel!.set([0, 0.7]);
      bias!.set([-0.4, 0.2]);
      const s = 2 * Math.tanh(-0.2);
      const data = points(500, 10, 3);
      const {logProb} = await (await load(flow)).logProb({data, shape: [500, 2]});
      for (let i = 0; i < 500; i++) {
        const [u0, u1] = [(data[2 * i]! - 1) / 0.5, (data[2 * i + 1]! + 2) / 3];
        const z1 = Math.exp(s) * u1 + 0.7 * u0 + 0.2;
        const expected = -Math.log(2 * Math.PI) - (u0 ** 2 + z1 ** 2) / 2 + s - Math.log(0.5 * 3);
        expect(logProb[i]!).to.be.closeTo(expected, PRECISION * Math.max(1, Math.abs(expected)));
      }
    });

    describe('at the edges of a spline', () => {
      const bins = 6;
      const bound = 3;
      const flow = randomFlow({
        kinds: ['rational-quadratic'],
        hidden: [],
        bins,
        bound,
        seed: 11,
        spread: 1,
        standardise: {mean: [0, 0], std: [1, 1]},
      });
      flow.graph.weights[0]!.data.fill(0);
      const raw = [...flow.graph.weights[1]!.data];
      const knots = (shares: number[]): number[] => {
        const total = shares.reduce((sum, share) => sum + Math.exp(share), 0);
        let at = -bound;
        return [at, ...shares.map((share) => (at += 2 * bound * (1e-3 + ((1 - 1e-3 * bins) * Math.exp(share)) / total)))];
      };
      const [xs, ys] = [knots(raw.slice(0, bins)), knots(raw.slice(bins, 2 * bins))];

      it('passes through its knots with their slopes', async () => {
        const net = await load(flow);
        const data = Float32Array.from(xs.flatMap((x) => [0.5, x]));
        const {z, logDet} = await net.forward({data, shape: [bins + 1, 2]});
        for (let knot = 0; knot <= bins; knot++) {
          const inner = Math.log(1e-3 + Math.log1p(Math.exp((raw[2 * bins + knot - 1] ?? 0) + Math.log(Math.expm1(0.999)))));
          expect(z.data[2 * knot + 1]!).to.be.closeTo(ys[knot]!, 2e-6);
          expect(logDet[knot]!).to.be.closeTo(knot === 0 || knot === bins ? 0 : inner, PRECISION);
        }
        net.dispose();
      });

      it('is the identity at and beyond ±bound', async () => {
        const net = await load(flow);
        const far = [3, -3, 3.0000002, -3.0000002, 3.5, -100, 1e6];
        const data = Float32Array.from(far.flatMap((x) => [0, x]));
        const shape = [far.length, 2];
        const {z, logDet} = await net.forward({data, shape});
        const {x} = await net.inverse({data, shape});
        for (let i = 0; i < far.length; i++) {
          expect(Math.abs(z.data[2 * i + 1]! - data[2 * i + 1]!)).to.be.at.most(1e-6);
          expect(Math.abs(x.data[2 * i + 1]! - data[2 * i + 1]!)).to.be.at.most(1e-6);
          expect(logDet[i]!).to.be.closeTo(0, PRECISION);
        }
        net.dispose();
      });

      it('is exact beside its knots', () => {
        const beside = xs.flatMap((x) => [-1e-3, -1e-6, 0, 1e-6, 1e-3].map((step) => x + step));
        return expectExact(flow, Float32Array.from(beside.flatMap((x) => [0, x])));
      });
    });

    it('is exact in the tails', async () => {
      for (const title of ['affine, tanh', 'spline, tanh', 'both kinds, 64 hidden']) {
        const far = Array.from({length: 100}, (_, i) => [30 * Math.cos(i), 30 * Math.sin(i)]).flat();
        await expectExact(FLOWS[title]!, Float32Array.from(far));
      }
    });

    it('gives finite numbers wherever a pointer can be', async () => {
      for (const flow of Object.values(FLOWS)) {
        const net = await load(flow);
        const data = Float32Array.of(1e6, -1e6, -1e6, 0, 0, 1e6, 1e3, 1e3);
        const {z, logDet} = await net.forward({data, shape: [4, 2]});
        expect([...z.data, ...logDet].every(Number.isFinite)).to.equal(true);
        net.dispose();
      }
    });

    it('computes grids from the top row down, z and layers on request', async () => {
      const flow = FLOWS['both kinds, 64 hidden']!;
      const net = await load(flow);
      const box = [-3, -2, 5, 4] as const;
      const [width, height] = [37, 23];
      const {logProb, z, layers, layerLogDets} = await net.grid(box, [width, height], {z: true, layers: true});
      expect(logProb.shape).to.deep.equal([height, width]);
      expect(z!.shape).to.deep.equal([width * height, 2]);
      const cells = Float32Array.from(
        Array.from({length: width * height}, (_, i) => [
          -3 + (((i % width) + 0.5) * 8) / width,
          4 - ((Math.floor(i / width) + 0.5) * 6) / height,
        ]).flat(),
      );
      const expected = await net.forward({data: cells, shape: [width * height, 2]}, {layers: true});
      expect(relativeError(z!.data, expected.z.data)).to.be.below(1e-5);
      expect(relativeError(layers!.data, expected.layers!.data)).to.be.below(1e-5);
      expect(relativeError(layerLogDets!.data, expected.layerLogDets!.data)).to.be.below(1e-4);
      const points = await net.logProb({data: cells, shape: [width * height, 2]});
      expect(relativeError(logProb.data, points.logProb)).to.be.below(1e-5);
      const plain = await net.grid(box, [width, height]);
      expect(plain.logProb.data).to.deep.equal(logProb.data);
      expect(plain).not.to.have.any.keys('z', 'layers', 'layerLogDets');
      net.dispose();
    });

    it('computes every size of batch', async () => {
      const flow = FLOWS['spline, tanh']!;
      const net = await load(flow);
      const all = points(600, 3);
      const {logProb} = await net.logProb({data: all, shape: [600, 2]});
      for (const count of [1, 2, 3, 4, 5, 7, 8, 9, 63, 64, 65, 257, 599]) {
        const few = await net.logProb({data: all.subarray(0, 2 * count), shape: [count, 2]});
        expect(few.logProb).to.deep.equal(logProb.slice(0, count));
      }
      net.dispose();
    });

    it('takes new weights, and keeps none of the caller’s arrays', async () => {
      const flow = FLOWS['both kinds, 64 hidden']!;
      const changed = {...flow.graph, weights: flow.graph.weights.map((weight) => ({...weight, data: weight.data.map((x) => 0.8 * x)}))};
      const net = await load(flow);
      const x = {data: points(50, 4), shape: [50, 2]};
      const before = await net.logProb(x);
      const arrays = changed.weights.map(({data}) => data.slice());
      net.setWeights(arrays);
      arrays.forEach((array) => array.fill(NaN));
      const after = await net.logProb(x);
      const expected = await (await load({...flow, graph: changed})).logProb(x);
      expect(relativeError(after.logProb, expected.logProb)).to.be.below(1e-6);
      expect(relativeError(after.logProb, before.logProb)).to.be.above(1e-3);
      expect(() => net.setWeights(changed.weights.slice(1).map(({data}) => data))).to.throw('weights expected');
      net.dispose();
    });

    it('sees an abort', async () => {
      const net = await load(FLOWS['both kinds, 64 hidden']!);
      const abort = new AbortController();
      const size = yields ? 512 : 8;
      const running = net.grid([-4, -4, 4, 4], [size, size], {signal: abort.signal});
      setTimeout(() => abort.abort(), yields ? 5 : 0);
      const error = await running.then(
        () => undefined,
        (reason: unknown) => reason as Error,
      );
      expect(error?.name).to.equal('AbortError');
      net.dispose();
      await net.logProb({data: new Float32Array(2), shape: [1, 2]}).then(
        () => expect.fail('a disposed flow answered'),
        (reason: unknown) => expect((reason as Error).message).to.include('disposed'),
      );
    });

    it('names what it cannot compute', async () => {
      const faults: [(flow: Flow) => void, string][] = [
        [({stack}) => (stack.layers[0]!.mask = [1, 0, 0]), 'in the plane'],
        [({stack}) => (stack.layers[1]!.output = 9), 'no input and output 9'],
        [({stack}) => Object.assign(stack.layers[0]!, {kind: 'rational-quadratic', bins: 4}), 'returns 2 numbers, 11 are needed'],
        [({graph}) => Object.assign(graph.nodes[0]!, {activation: 'sigmoid'}), 'relu, tanh or swish'],
        [({graph}) => (graph.nodes[0]!.inputs = [1]), 'reads input 1'],
      ];
      for (const [spoil, message] of faults) {
        const flow = randomFlow({kinds: AFFINE, seed: 12});
        spoil(flow);
        await load(flow).then(
          () => expect.fail(message),
          (error: unknown) =>
            expect((error as Error).message)
              .to.include('flow, layer')
              .and.to.include(message),
        );
      }
    });
  });
}
