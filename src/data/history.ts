/** More points than a chart shows: two neighbours become one. */
const MOST = 240;

export type Place = {step: number; value: number};
export type Entry = {step: number; values: Record<string, number>};

/** Numbers by name over steps, thinned as they become many. */
export class History {
  #entries: (Entry & {of: number})[] = [];
  #each = 1;

  clear(): void {
    this.#entries = [];
    this.#each = 1;
  }

  add(step: number, values: Record<string, number>): void {
    const last = this.#entries.at(-1);
    if (last && last.of < this.#each) {
      last.values = mixed(last, {values, of: 1});
      last.of++;
      last.step = step;
    } else this.#entries.push({step, values, of: 1});
    if (this.#entries.length <= MOST) return;
    this.#each *= 2;
    this.#entries = this.#entries.flatMap((one, i, all) => {
      const next = all[i + 1];
      if (i % 2 === 1) return [];
      return next ? [{step: next.step, values: mixed(one, next), of: one.of + next.of}] : [one];
    });
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** One of the numbers, where it is known. */
  line(name: string): Place[] {
    return this.#entries.flatMap(({step, values}) => {
      const value = values[name];
      return value !== undefined && Number.isFinite(value) ? [{step, value}] : [];
    });
  }

  /** The same without the swings of each step with its batch. `share`: what of the line so far is in its next place. */
  smooth(name: string, share: number): Place[] {
    let [mean, weight] = [0, 0];
    return this.line(name).map(({step, value}) => {
      mean = share * mean + (1 - share) * value;
      weight = share * weight + (1 - share);
      return {step, value: mean / weight};
    });
  }
}

type Weighted = {values: Record<string, number>; of: number};

/** The weighted mean of each number that both have, and what only one of them has. */
function mixed(a: Weighted, b: Weighted): Record<string, number> {
  const values = {...a.values, ...b.values};
  for (const name of Object.keys(a.values)) {
    if (name in b.values) values[name] = (a.values[name]! * a.of + b.values[name]! * b.of) / (a.of + b.of);
  }
  return values;
}
