export type Schedule = {
  /** Highest learning rate. */
  rate: number;
  /** Steps of linear warm-up. */
  warmUp: number;
  /** Share of the run after which the rate falls to zero along half a cosine. */
  hold: number;
};

/** The learning rate at a step (from 1), where `progress` in [0, 1] is the share of the run that is done. */
export function learningRate({rate, warmUp, hold}: Schedule, step: number, progress: number): number {
  const warm = Math.min(1, step / warmUp);
  const falling = Math.min(1, Math.max(0, (progress - hold) / (1 - hold)));
  return rate * warm * 0.5 * (1 + Math.cos(Math.PI * falling));
}
