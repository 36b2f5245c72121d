import {Random} from '../data/random.js';
import type {FlowNet} from '../engine/flow/flow-net.js';
import {FormatError, GenerativeError} from '../format/errors.js';
import type {Batch} from '../format/graph.js';
import type {FlowStack, Manifest} from '../format/manifest.js';
import {allFinite, checkBatch, checkCount, checkSeed, checkTemperature} from './batches.js';
import type {Family, FamilyContext, FlowOps} from './family.js';

/** Far from all data, and its square is no infinity. */
const FARTHEST = 1e9;
const MOST_POINTS = 2 ** 20;
const HOTTEST = 1e6;

/** Normalizing flow in the plane: couplings (Dinh et al. 2017, Durkan et al. 2019) that take data to a standard normal distribution, and back. */
export const flow: Family<FlowOps> = {
  name: 'flow',
  open(manifest, context) {
    const {flow: stack, latent} = manifest;
    const wrong = (field: string, problem: string) => Promise.reject(new FormatError(context.url(), field, problem));
    if (!stack) return wrong('flow', 'is missing, and a flow needs it');
    if (stack.standardise.mean.length !== 2)
      return wrong('flow.standardise.mean', 'must have 2 numbers: flows are computed in the plane only');
    if (latent && latent.size !== 2) return wrong('latent.size', `must be 2, as that of the data is, found ${latent.size}`);
    const [first, ...others] = stack.layers.map(({net}) => net);
    if (others.some((net) => net !== first))
      return wrong('flow.layers', 'must all name one net, which has an input and an output for each');
    return Promise.resolve(openFlow(manifest, stack, first!, context));
  },
};

function openFlow({id}: Manifest, stack: FlowStack, role: string, context: FamilyContext): FlowOps {
  const planes = stack.layers.length;

  /** Numbers for each point that comes back. */
  const sizeOfPoint = (layers: boolean | undefined): number => (layers ? 3 * planes + 5 : 3);

  async function run<Result extends object>(
    job: (net: FlowNet) => Promise<Result>,
    results: (result: Result) => (Float32Array | undefined)[],
  ): Promise<Result> {
    const result = await job(await context.flow(role, stack));
    if (!results(result).every((values) => values === undefined || allFinite(values))) {
      throw new FormatError(context.url(role), '', `makes NaN or an infinite number of "${id}"`);
    }
    return result;
  }

  function checkPoints(batch: Batch, name: string, layers: boolean | undefined): void {
    const count = checkBatch(batch, [2], name, MOST_POINTS);
    checkCount(count, `${name}.shape[0]`, sizeOfPoint(layers), MOST_POINTS);
    if (batch.data.some((value) => Math.abs(value) > FARTHEST))
      throw new GenerativeError('bad-data', `${name}: holds a number beyond ±${FARTHEST}`);
  }

  return {
    async forward({x, layers}, {signal, onProgress} = {}) {
      checkPoints(x, 'x', layers);
      return run(
        (net) => net.forward(x, {layers, signal, onProgress}),
        ({z, logDet}) => [z.data, logDet],
      );
    },

    async inverse({z, layers}, {signal, onProgress} = {}) {
      checkPoints(z, 'z', layers);
      return run(
        (net) => net.inverse(z, {layers, signal, onProgress}),
        (result) => [result.x.data, result.logProb],
      );
    },

    async logProb({x}, {signal, onProgress} = {}) {
      checkPoints(x, 'x', false);
      return run(
        (net) => net.logProb(x, {signal, onProgress}),
        ({logProb}) => [logProb],
      );
    },

    async grid({box, size, z, layers}, {signal, onProgress} = {}) {
      checkGrid(box, size, sizeOfPoint(layers));
      return run(
        (net) => net.grid(box, size, {z, layers, signal, onProgress}),
        (result) => [result.logProb.data, result.z?.data],
      );
    },

    async sample({count, seed, temperature = 1, layers}, {signal, onProgress} = {}) {
      checkCount(count, 'count', sizeOfPoint(layers), MOST_POINTS);
      checkSeed(seed);
      checkTemperature(temperature, HOTTEST);
      const random = new Random(seed);
      const z = {data: Float32Array.from({length: 2 * count}, () => temperature * random.normal()), shape: [count, 2]};
      const result = await run(
        (net) => net.inverse(z, {layers, signal, onProgress}),
        ({x, logProb}) => [x.data, logProb],
      );
      return {z, ...result};
    },
  };
}

function checkGrid(box: readonly number[], size: readonly number[], numbers: number): void {
  const [left = NaN, bottom = NaN, right = NaN, top = NaN] = Array.isArray(box) ? box : [];
  if (!(left < right && bottom < top && [left, bottom, right, top].every((edge) => Math.abs(edge) <= FARTHEST))) {
    throw new GenerativeError('bad-data', `box: expected [xmin, ymin, xmax, ymax] with xmin < xmax and ymin < ymax, got [${String(box)}]`);
  }
  const [width = NaN, height = NaN] = Array.isArray(size) ? size : [];
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new GenerativeError('bad-data', `size: expected [width, height], whole numbers of at least 1, got [${String(size)}]`);
  }
  checkCount(width * height, 'size[0] · size[1]', numbers, MOST_POINTS);
}
