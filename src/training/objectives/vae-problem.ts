import {checkBatch} from '../../families/batches.js';
import {GenerativeError} from '../../format/errors.js';
import type {Batch} from '../../format/graph.js';
import type {Manifest} from '../../format/manifest.js';
import type {TrainingData} from '../protocol.js';
import type {Examples} from './objective.js';
import {optionsOf} from './options.js';
import type {PoseProblem} from './problem.js';
import {VaeObjective} from './vae.js';

/** A reader's choice: `beta`, the weight of the KL divergence, and `greyInputs`, the share of images that the encoder sees grey. */
export const vaeProblem: PoseProblem<Examples> = (manifest, data) => {
  const {id, latent, condition, objective} = manifest;
  if (!latent) throw new GenerativeError('format', `${id}: a vae needs \`latent\` in its manifest`);
  if (condition) throw new GenerativeError('bad-data', `${id}: conditional models are not trained in a page`);
  const likelihood = objective?.likelihood ?? 'bernoulli';
  if (likelihood !== 'bernoulli' && likelihood !== 'laplace') {
    throw new GenerativeError('bad-data', `${id}: a ${likelihood} likelihood is not trained in a page`);
  }
  const defaults = {beta: objective?.beta ?? 1, greyInputs: 0.25};
  return {
    examples: images(manifest, data),
    objective: (options) => new VaeObjective({latent: latent.size, draws: 1, likelihood, ...optionsOf(defaults, options)}),
    gains: {encoder: 0.3},
  };
};

function images({id, data: {shape, range}}: Manifest, data: TrainingData): Examples {
  if ('kind' in data) throw new GenerativeError('bad-data', `data: ${id} is trained on images, not on points`);
  const count = checkBatch(data as Batch, shape, 'data');
  const [low, high] = range;
  const bytes = Uint8Array.from(data.data, (value) => Math.min(255, Math.max(0, Math.round((255 * (value - low)) / (high - low)))));
  return {images: bytes, shape, count};
}
