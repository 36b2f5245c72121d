import {Random} from '../data/random.js';
import {truncatedNormal} from '../data/truncated-normal.js';
import type {RunStats} from '../engine/engine.js';
import {FormatError} from '../format/errors.js';
import type {Batch} from '../format/graph.js';
import type {Manifest} from '../format/manifest.js';
import {checkBatch, checkCount, checkSeed, checkTruncation} from './batches.js';
import type {Family, FamilyContext, GanOps, OpOptions} from './family.js';
import {roleNets} from './role-nets.js';

/**
 * Generative adversarial network (Goodfellow et al. 2014): a generator of images from a standard normal prior, and, if shipped, the discriminator that it was trained against, fetched when
 * a score is asked for. Of a conditional model both take the class as well (Mirza and Osindero 2014).
 */
export const gan: Family<GanOps> = {
  name: 'gan',
  open(manifest, context) {
    const {latent, nets} = manifest;
    const missing = !latent ? 'latent' : Object.hasOwn(nets, 'generator') ? undefined : 'nets.generator';
    if (missing) return Promise.reject(new FormatError(context.url(), missing, 'is missing, and a gan needs it'));
    return Promise.resolve(openGan(manifest, latent!.size, context));
  },
};

function openGan(manifest: Manifest, latentSize: number, context: FamilyContext): GanOps {
  const {data, condition} = manifest;
  const {labelBatch, run} = roleNets(manifest, context);

  function classes(labels: number[] | Batch | undefined, count: number): Batch[] {
    if (!labels || Array.isArray(labels)) return labelBatch(labels, count);
    if (!condition || checkBatch(labels, [condition.size], 'labels') !== count) return labelBatch([], count);
    return [labels];
  }

  async function generate(z: Batch, labels: Batch[], options: OpOptions): Promise<{x: Batch; stats: RunStats}> {
    const {outputs, stats} = await run('generator', [z, ...labels], [{at: 0, shape: data.shape}], options);
    return {x: {data: outputs[0]!.data, shape: [z.shape[0]!, ...data.shape]}, stats};
  }

  return {
    async generate({z, labels}, options = {}) {
      const count = checkBatch(z, [latentSize], 'z');
      return generate(z, classes(labels, count), options);
    },

    async sample({count, seed, truncation = Infinity, labels}, options = {}) {
      checkCount(count, 'count', latentSize);
      checkSeed(seed);
      checkTruncation(truncation);
      const random = new Random(seed);
      const values = Float32Array.from({length: count * latentSize}, () => truncatedNormal(random.normal(), truncation));
      const z = {data: values, shape: [count, latentSize]};
      return {z, ...(await generate(z, classes(labels, count), options))};
    },

    async score({x, labels}, options = {}) {
      const count = checkBatch(x, data.shape, 'x');
      const {outputs, stats} = await run('discriminator', [x, ...classes(labels, count)], [{at: 0, shape: [1]}], options);
      return {logit: outputs[0]!.data, stats};
    },
  };
}
