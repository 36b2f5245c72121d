/** How far back the speed looks. */
const WINDOW = 1000;

/** Steps and examples a second over the last second in which steps were taken. */
export class SpeedMeter {
  #moments: {at: number; steps: number; examples: number}[] = [];

  /** Begins anew after a pause, which is nobody's time. */
  start(now: number): void {
    this.#moments = [{at: now, steps: 0, examples: 0}];
  }

  count(now: number, steps: number, examples: number): void {
    const last = this.#moments.at(-1)!;
    this.#moments.push({at: now, steps: last.steps + steps, examples: last.examples + examples});
    while (this.#moments.length > 2 && now - this.#moments[1]!.at >= WINDOW) this.#moments.shift();
  }

  get speed(): {stepsPerSecond: number; examplesPerSecond: number} {
    const [first, last] = [this.#moments[0], this.#moments.at(-1)];
    const seconds = first && last ? (last.at - first.at) / 1000 : 0;
    if (seconds <= 0) return {stepsPerSecond: 0, examplesPerSecond: 0};
    return {stepsPerSecond: (last!.steps - first!.steps) / seconds, examplesPerSecond: (last!.examples - first!.examples) / seconds};
  }
}
