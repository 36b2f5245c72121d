/** Probabilities are kept this far from 0 and 1 before a logarithm: float32 sigmoids reach both. */
const EPSILON = 1e-7;

/**
 * How badly a picture is redrawn. Under a Bernoulli likelihood the nats that it costs to describe x by y instead of by itself, Σ KL(Bernoulli(x) ‖ Bernoulli(y)),
 * which is 0 for a perfect copy however grey it is; under any other the mean absolute error, in 255ths.
 */
export function misfit(x: ArrayLike<number>, y: ArrayLike<number>, likelihood: string | undefined): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const p = Math.min(1, Math.max(0, x[i]!));
    if (likelihood === 'bernoulli') {
      const q = Math.min(1 - EPSILON, Math.max(EPSILON, y[i]!));
      sum += (p > 0 ? p * Math.log(p / q) : 0) + (p < 1 ? (1 - p) * Math.log((1 - p) / (1 - q)) : 0);
    } else sum += Math.abs(x[i]! - y[i]!);
  }
  return likelihood === 'bernoulli' ? sum : (255 * sum) / x.length;
}

/** Shares of the test set, in percent, whose misfit a manifest publishes as `misfit50` and so on. */
export const MISFIT_SHARES = [50, 95, 99] as const;

/** The largest of the published shares of test pictures that are redrawn better than this; 0 for none, undefined where nothing is published. */
export function rankMisfit(value: number, metrics: Readonly<Record<string, {value: number} | undefined>>): number | undefined {
  const marks = MISFIT_SHARES.flatMap((share) => {
    const metric = metrics[`misfit${share}`];
    return metric ? [{share, limit: metric.value}] : [];
  });
  return marks.length === 0 ? undefined : marks.reduce<number>((rank, {share, limit}) => (value > limit ? share : rank), 0);
}
