/** Median and quartiles of measured milliseconds. */
export type Spread = {median: number; low: number; high: number; rounds: number};

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return {median: at(0.5), low: at(0.25), high: at(0.75), rounds: sorted.length};
}
