import {DENSITIES} from '../../data/densities.js';
import {checkBatch} from '../../families/batches.js';
import {GenerativeError} from '../../format/errors.js';
import type {Manifest} from '../../format/manifest.js';
import {clipWeights} from '../projections.js';
import type {TrainingData} from '../protocol.js';
import {DiscriminatorObjective, GAN_LOSSES, GeneratorObjective, type GanLoss, type Reals} from './gan.js';
import {optionsOf} from './options.js';
import type {PoseProblem} from './problem.js';

/** As many rows as a reader's table may have. */
const MOST_EXAMPLES = 100_000;
/** Adam without much memory: what a player has learned of the other is soon out of date (Radford et al. 2016). */
export const OPTIMIZERS = ['adam', 'descent'] as const;
const ADAM = {beta1: 0.5, beta2: 0.99};
/** How far from a point the discriminator's slope is measured, as a share of the data's range. */
const RADIUS = 0.01;

/**
 * A reader's choice: `loss`, one of GAN_LOSSES; `penalty`, the weight of the discriminator's squared slope at the data and at samples (R1 and R2); `clip`, the limit of each of its
 * weights, where it is above 0; `optimizer`, one of OPTIMIZERS, as a run begins with it.
 */
export const ganProblem: PoseProblem<Reals> = (manifest, data) => {
  const {id, latent, condition} = manifest;
  if (!latent) throw new GenerativeError('format', `${id}: a gan needs \`latent\` in its manifest`);
  if (!manifest.nets.discriminator) throw new GenerativeError('format', `${id}: without its discriminator a gan cannot be trained`);
  if (condition) throw new GenerativeError('bad-data', `${id}: conditional models are not trained in a page`);
  const [low, high] = manifest.data.range;
  return {
    examples: reals(manifest, data),
    gains: {},
    players: (options) => {
      const defaults = {loss: 'non-saturating', penalty: 0, clip: 0, optimizer: 'adam'};
      const {loss, penalty, clip, optimizer: wanted} = optionsOf(defaults, options, {loss: GAN_LOSSES, optimizer: OPTIMIZERS});
      const optimizer = wanted === 'descent' ? wanted : ADAM;
      const own = {
        latent: latent.size,
        loss: loss as GanLoss,
        ...(penalty > 0 && {penalty: {weight: penalty, radius: RADIUS * (high - low), share: 1}}),
      };
      return {
        discriminator: {
          nets: ['discriminator'],
          optimizer,
          objective: new DiscriminatorObjective(own),
          ...(clip > 0 && {project: clipWeights(clip)}),
        },
        generator: {nets: ['generator'], optimizer, objective: new GeneratorObjective(own)},
      };
    },
  };
};

function reals({id, data: {shape}}: Manifest, data: TrainingData): Reals {
  if (!('kind' in data)) {
    const count = checkBatch(data, shape, 'data', MOST_EXAMPLES);
    const size = data.data.length / count;
    return {shape, count, read: (index, _, target) => target.set(data.data.subarray(index * size, (index + 1) * size))};
  }
  const density = Object.hasOwn(DENSITIES, data.name) ? DENSITIES[data.name] : undefined;
  if (!density || shape.length !== 1) throw new GenerativeError('bad-data', `data: ${id} is not trained on the density "${data.name}"`);
  return {shape, count: Infinity, read: (_, random, target) => target.set(density.sample(1, random))};
}
