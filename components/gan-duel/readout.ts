import {fixed} from '../../src/elements/numbers.js';
import type {Duel} from './duel.js';
import type {Words} from './locales/words.js';

export const pair = ([x, y]: readonly [number, number]): string => `${fixed(x, 2)}, ${fixed(y, 2)}`;

/** Where the game stands, and what its samples have of the data. */
export function standing(words: Words, duel: Duel): string {
  const {game, isTrained, watch} = duel;
  const {coverage, measure} = watch;
  const {steps, step} = game;
  const speed = game.phase === 'playing' && !game.isSlow && step && step.stepsPerSecond > 0 ? step.stepsPerSecond.toFixed(0) : undefined;
  const where = steps > 0 ? words.step(steps.toLocaleString(words.tag), speed) : isTrained ? words.trained : words.untrained;
  if (!coverage || !measure) return where;
  return where + words.covered(coverage.covered, coverage.parts, fixed(coverage.effective, 1), measure.hasModes);
}

/** What that means. */
export function meaning(words: Words, {watch, game}: Duel): string {
  const {diagnosis, scene} = watch;
  if (game.turn) return words.turns[game.turn];
  const right = scene?.judged.right;
  if (!diagnosis || right === undefined) return '';
  // Who has not played yet has failed at nothing.
  const verdict = game.steps === 0 && diagnosis !== 'even' ? '' : `${words.diagnoses[diagnosis]} `;
  return verdict + words.right(`${(100 * right).toFixed(0)} %`);
}

/** What the discriminator says of the reader's point. */
export function verdict(words: Words, {watch: {scene}, x, settings}: Duel): string {
  if (!scene) return '';
  const {probe} = scene.judged;
  return settings.loss === 'non-saturating' || settings.loss === 'minimax'
    ? words.judges(pair(x), fixed(1 / (1 + Math.exp(-probe)), 2))
    : words.scores(pair(x), fixed(probe, 2));
}

/** All of it as one text. */
export const describe = (words: Words, duel: Duel): string =>
  [standing(words, duel), meaning(words, duel), verdict(words, duel)].filter(Boolean).join(' ');
