import {GenerativeError} from '../../format/errors.js';
import type {Manifest} from '../../format/manifest.js';
import {clipWeights} from '../projections.js';
import type {TrainingData} from '../protocol.js';
import {GAN_LOSSES, GAN_OPTIMIZERS, type GanLoss} from '../gan-choices.js';
import {DiscriminatorObjective, GeneratorObjective, type Reals} from './gan.js';
import {optionsOf} from './options.js';
import {pointsOf} from './points.js';
import type {PoseProblem} from './problem.js';

/** Adam without much memory: what a player has learned of the other is soon out of date (Radford et al. 2016). */
const ADAM = {beta1: 0.5, beta2: 0.99};
/** How far from a point the discriminator's slope is measured, as a share of the data's range. */
const RADIUS = 0.01;

/**
 * A reader's choice: `loss`, one of GAN_LOSSES; `penalty`, the weight of the discriminator's squared slope at the data and at samples (R1 and R2); `clip`, the limit of each of its
 * weights, where it is above 0; `optimizer`, one of GAN_OPTIMIZERS, as a run begins with it.
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
      const {loss, penalty, clip, optimizer: wanted} = optionsOf(defaults, options, {loss: GAN_LOSSES, optimizer: GAN_OPTIMIZERS});
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

function reals(manifest: Manifest, data: TrainingData): Reals {
  const {shape} = manifest.data;
  if ('kind' in data && shape.length !== 1)
    throw new GenerativeError('bad-data', `data: ${manifest.id} is trained on images, not on points`);
  return {shape, ...pointsOf(manifest, data)};
}
