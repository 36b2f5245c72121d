import type {GanLoss} from '../../src/training/gan-choices.js';

const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

/** Slope of what the generator minimises at a sample, by the discriminator's answer there. */
export function generatorSlope(loss: GanLoss, logit: number): number {
  switch (loss) {
    case 'non-saturating':
      return -sigmoid(-logit);
    case 'minimax':
      return -sigmoid(logit);
    case 'least-squares':
      return 2 * (logit - 1);
    case 'hinge':
    case 'wasserstein':
      return -1;
  }
}

/** The answer above which a discriminator takes a point for one of the data: its targets lie as far on both sides. What Wasserstein's critic says has no such answer of its own. */
export function verdictAt(loss: GanLoss, middle: number): number {
  return loss === 'least-squares' ? 0.5 : loss === 'wasserstein' ? middle : 0;
}

/** −1 for surely a sample, 1 for surely one of the data; `spread` is what answers differ by where nothing limits them. */
export function certainty(loss: GanLoss, logit: number, middle: number, spread: number): number {
  switch (loss) {
    case 'non-saturating':
    case 'minimax':
      return 2 * sigmoid(logit) - 1;
    case 'least-squares':
      return Math.min(1, Math.max(-1, 2 * logit - 1));
    case 'hinge':
      return Math.min(1, Math.max(-1, logit));
    case 'wasserstein':
      return Math.tanh((logit - middle) / (spread || 1));
  }
}
