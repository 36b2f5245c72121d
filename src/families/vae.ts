import {Random} from '../data/random.js';
import {addStats} from '../engine/add-stats.js';
import type {RunStats} from '../engine/engine.js';
import {GenerativeError} from '../format/errors.js';
import {sizeOf, type Batch} from '../format/graph.js';
import type {Manifest} from '../format/manifest.js';
import {checkBatch, checkCount, checkSeed, oneHot} from './batches.js';
import type {Family, FamilyContext, OpOptions, VaeOps} from './family.js';

/** Probabilities are kept this far from 0 and 1 before a logarithm: float32 sigmoids reach both. */
const EPSILON = 1e-7;

/**
 * Variational autoencoder (Kingma & Welling 2014): a decoder p(x|z) under a standard normal prior, and, if shipped, an encoder q(z|x) whose
 * two outputs are the posterior's mean and log variance. A plain autoencoder has an encoder with the mean alone.
 */
export const vae: Family<VaeOps> = {
  name: 'vae',
  open(manifest, context) {
    const {latent} = manifest;
    if (!latent) return Promise.reject(new GenerativeError('format', `${manifest.id}: a vae needs \`latent\` in its manifest`));
    return Promise.resolve(openVae(manifest, latent.size, context));
  },
};

function openVae(manifest: Manifest, latentSize: number, context: FamilyContext): VaeOps {
  const {id, data, condition} = manifest;

  function labelBatch(labels: number[] | undefined, count: number): Batch[] {
    if (!condition) {
      if (labels) throw new GenerativeError('bad-data', `labels: ${id} is not a conditional model`);
      return [];
    }
    if (labels?.length !== count) throw new GenerativeError('bad-data', `labels: ${id} needs one class for each of ${count} examples`);
    return [oneHot(labels, condition.size)];
  }

  async function run(role: 'encoder' | 'decoder', input: Batch, labels: Batch[], options: OpOptions) {
    const net = await context.net(role);
    const inputs = [input, ...labels];
    const names = manifest.inputs?.[role];
    if (net.inputs.length !== inputs.length || (names && names.length !== inputs.length)) {
      throw new GenerativeError('format', `${id}: its ${role} has ${net.inputs.length} inputs, ${inputs.length} were expected`);
    }
    return net.run(inputs, {signal: options.signal, onProgress: options.onProgress});
  }

  async function decode(z: Batch, labels: Batch[], options: OpOptions): Promise<{x: Batch; stats: RunStats}> {
    const {outputs, stats} = await run('decoder', z, labels, options);
    const x = outputs[0]!;
    if (x.data.length !== z.shape[0]! * sizeOf(data.shape)) {
      throw new GenerativeError(
        'format',
        `${id}: its decoder returns [${x.shape.slice(1).join(', ')}], not an image [${data.shape.join(', ')}]`,
      );
    }
    return {x: {data: x.data, shape: [z.shape[0]!, ...data.shape]}, stats};
  }

  async function encode(x: Batch, labels: Batch[], options: OpOptions) {
    const {outputs, stats} = await run('encoder', x, labels, options);
    const names = manifest.outputs?.['encoder'];
    const order = Array.isArray(names) ? names : ['mean', 'logVariance'];
    const mean = outputs[order.indexOf('mean')];
    if (!mean) throw new GenerativeError('format', `${id}: its encoder has no output "mean"`);
    return {mean, logVariance: outputs[order.indexOf('logVariance')], stats};
  }

  return {
    async decode({z, labels}, options = {}) {
      const count = checkBatch(z, [latentSize], 'z');
      return decode(z, labelBatch(labels, count), options);
    },

    async encode({x, labels}, options = {}) {
      const count = checkBatch(x, data.shape, 'x');
      return encode(x, labelBatch(labels, count), options);
    },

    async sample({count, seed, temperature = 1, labels}, options = {}) {
      checkCount(count, 'count');
      checkSeed(seed);
      if (!(temperature >= 0 && temperature < Infinity)) {
        throw new GenerativeError('bad-data', `temperature: expected a number of at least 0, got ${temperature}`);
      }
      const random = new Random(seed);
      const z = {data: Float32Array.from({length: count * latentSize}, () => temperature * random.normal()), shape: [count, latentSize]};
      return {z, ...(await decode(z, labelBatch(labels, count), options))};
    },

    async elbo({x, seed, labels}, options = {}) {
      const count = checkBatch(x, data.shape, 'x');
      checkSeed(seed);
      if (manifest.objective?.likelihood !== 'bernoulli') {
        throw new GenerativeError('bad-data', `${id}: the ELBO is computed for a Bernoulli likelihood only`);
      }
      const classes = labelBatch(labels, count);
      // All pixels are drawn before the first latent, so that the binary images depend on the seed and on nothing else.
      const random = new Random(seed);
      const binary = {data: x.data.map((value) => (random.uniform() < value ? 1 : 0)), shape: x.shape};
      const {mean, logVariance, stats} = await encode(binary, classes, {signal: options.signal});
      if (!logVariance) throw new GenerativeError('bad-data', `${id}: a plain autoencoder has no posterior variance, hence no ELBO`);
      const z = mean.data.map((mu, i) => mu + Math.exp(logVariance.data[i]! / 2) * random.normal());
      const decoded = await decode({data: z, shape: [count, latentSize]}, classes, options);
      return {
        reconstruction: perExample(count, decoded.x.data, (p, i) => {
          const probability = Math.min(1 - EPSILON, Math.max(EPSILON, p));
          return -Math.log(binary.data[i] === 1 ? probability : 1 - probability);
        }),
        kl: perExample(count, mean.data, (mu, i) => {
          const variance = logVariance.data[i]!;
          return (Math.exp(variance) + mu * mu - 1 - variance) / 2;
        }),
        stats: addStats(stats, decoded.stats),
      };
    },
  };
}

/** Sums `term` over each of `count` equal rows. */
function perExample(count: number, values: Float32Array, term: (value: number, index: number) => number): Float32Array {
  const size = values.length / count;
  return Float32Array.from({length: count}, (_, row) => {
    let sum = 0;
    for (let i = row * size; i < (row + 1) * size; i++) sum += term(values[i]!, i);
    return sum;
  });
}
