import {Random} from '../data/random.js';
import {addStats} from '../engine/add-stats.js';
import type {RunStats} from '../engine/engine.js';
import {FormatError, GenerativeError} from '../format/errors.js';
import type {Batch} from '../format/graph.js';
import type {Manifest} from '../format/manifest.js';
import {checkBatch, checkCount, checkSeed, checkTemperature} from './batches.js';
import type {Family, FamilyContext, OpOptions, VaeOps} from './family.js';
import {roleNets} from './role-nets.js';

/** Probabilities are kept this far from 0 and 1 before a logarithm: float32 sigmoids reach both. */
const EPSILON = 1e-7;

/**
 * Variational autoencoder (Kingma & Welling 2014): a decoder p(x|z) under a standard normal prior, and, if shipped, an encoder q(z|x) whose
 * two outputs are the posterior's mean and log variance. A plain autoencoder has an encoder with the mean alone.
 */
export const vae: Family<VaeOps> = {
  name: 'vae',
  open(manifest, context) {
    const {latent, nets} = manifest;
    const missing = !latent ? 'latent' : Object.hasOwn(nets, 'decoder') ? undefined : 'nets.decoder';
    if (missing) return Promise.reject(new FormatError(context.url(), missing, 'is missing, and a vae needs it'));
    return Promise.resolve(openVae(manifest, latent!.size, context));
  },
};

function openVae(manifest: Manifest, latentSize: number, context: FamilyContext): VaeOps {
  const {id, data} = manifest;
  const {labelBatch, run} = roleNets(manifest, context);

  async function decode(z: Batch, labels: Batch[], options: OpOptions): Promise<{x: Batch; stats: RunStats}> {
    const {outputs, stats} = await run('decoder', [z, ...labels], [{at: 0, shape: data.shape}], options);
    return {x: {data: outputs[0]!.data, shape: [z.shape[0]!, ...data.shape]}, stats};
  }

  async function encode(x: Batch, labels: Batch[], options: OpOptions) {
    const names = manifest.outputs?.['encoder'];
    const order = Array.isArray(names) ? names : ['mean', 'logVariance'];
    const [mean, logVariance] = [order.indexOf('mean'), order.indexOf('logVariance')];
    if (mean < 0) throw new FormatError(context.url(), 'outputs.encoder', 'names no "mean"');
    const shape = [latentSize];
    const wanted = [
      {at: mean, shape},
      {at: logVariance, shape, optional: true},
    ];
    const {outputs, stats} = await run('encoder', [x, ...labels], wanted, options);
    return {mean: outputs[mean]!, logVariance: outputs[logVariance], stats};
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
      checkCount(count, 'count', latentSize);
      checkSeed(seed);
      checkTemperature(temperature);
      const random = new Random(seed);
      const z = {data: Float32Array.from({length: count * latentSize}, () => temperature * random.normal()), shape: [count, latentSize]};
      return {z, ...(await decode(z, labelBatch(labels, count), options))};
    },

    async elbo({x, seed, labels}, options = {}) {
      const count = checkBatch(x, data.shape, 'x');
      checkSeed(seed);
      const likelihood = likelihoodOf(manifest);
      const classes = labelBatch(labels, count);
      // All pixels are drawn before the first latent, so that binary images depend on the seed and on nothing else.
      const random = new Random(seed);
      const targets = likelihood.draw ? {data: x.data.map((value) => likelihood.draw!(value, random)), shape: x.shape} : x;
      const {mean, logVariance, stats} = await encode(targets, classes, {signal: options.signal});
      if (!logVariance) throw new GenerativeError('bad-data', `${id}: a plain autoencoder has no posterior variance, hence no ELBO`);
      const z = mean.data.map((mu, i) => mu + Math.exp(logVariance.data[i]! / 2) * random.normal());
      const decoded = await decode({data: z, shape: [count, latentSize]}, classes, options);
      return {
        reconstruction: perExample(count, decoded.x.data, (value, i) => likelihood.loss(targets.data[i]!, value)),
        kl: perExample(count, mean.data, (mu, i) => {
          const variance = logVariance.data[i]!;
          return (Math.exp(variance) + mu * mu - 1 - variance) / 2;
        }),
        stats: addStats(stats, decoded.stats),
      };
    },
  };
}

/** A pixel's distribution given what is decoded for it: what is drawn from its value before it is encoded, if anything, and −log p in nats. */
type Likelihood = {draw?: (value: number, random: Random) => number; loss: (target: number, decoded: number) => number};

function likelihoodOf({id, objective}: Manifest): Likelihood {
  const {likelihood, scale} = objective ?? {};
  if (likelihood === 'bernoulli') {
    return {
      draw: (value, random) => (random.uniform() < value ? 1 : 0),
      loss: (target, decoded) => {
        const probability = Math.min(1 - EPSILON, Math.max(EPSILON, decoded));
        return -Math.log(target === 1 ? probability : 1 - probability);
      },
    };
  }
  if (likelihood === 'laplace' && scale) {
    return {loss: (target, decoded) => Math.abs(target - decoded) / scale + Math.log(2 * scale)};
  }
  throw new GenerativeError('bad-data', `${id}: the ELBO is computed for a Bernoulli likelihood, or a Laplace one with its scale`);
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
