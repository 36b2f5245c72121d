import {spreadOf, type Spread} from './spread.js';

/** One who takes part: a run, what it says of its own script, and the milliseconds that a warm run took. */
export type Racer = {name: string; run: () => Promise<{script: number}>; took: number};
export type Race = {name: string; whole: Spread; script: Spread};

export type Pace = {
  rounds: number;
  /** A round takes at least so long, by repetition: clocks of browsers are coarse. */
  milliseconds: number;
  /** Who has taken so long in all sits out the later rounds. */
  patience: number;
};

/** All have run before; they take turns, so that a busy machine is busy for all. */
export async function race(racers: readonly Racer[], {rounds, milliseconds, patience}: Pace): Promise<Race[]> {
  const found = racers.map((racer) => {
    const repeats = Math.max(1, Math.min(500, Math.ceil(milliseconds / racer.took)));
    return {racer, repeats, spent: 0, whole: [] as number[], script: [] as number[]};
  });
  // Round −1 warms up what is short enough to be still in the making.
  for (let round = -1; round < rounds; round++) {
    for (const one of found) {
      if (round < 0 ? one.racer.took > milliseconds : one.spent > patience) continue;
      let script = 0;
      const started = performance.now();
      for (let repeat = 0; repeat < one.repeats; repeat++) script += (await one.racer.run()).script;
      if (round < 0) continue;
      const took = performance.now() - started;
      one.spent += took;
      one.whole.push(took / one.repeats);
      one.script.push(script / one.repeats);
    }
  }
  return found.map(({racer, whole, script}) => ({name: racer.name, whole: spreadOf(whole), script: spreadOf(script)}));
}
