/** More points than a chart shows: two neighbours become one. */
const MOST = 240;

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
