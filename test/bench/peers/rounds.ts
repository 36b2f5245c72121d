import {counted, type Calls} from '../device-calls.js';
import type {Ran} from './engine.js';
import {spreadOf, type Spread} from './spread.js';

/** Milliseconds of one run: on the clock, of script as the run tells them, and of the page's thread, NaN where nobody knows them. */
export type Sample = {took: number; script: number; thread: number};

/** One who takes part, with a first warm run; `traced` where JavaScript of a run is asked for. */
export type Racer = {name: string; run: () => Promise<{script: number}>; sample: Sample; traced?: boolean};
/**
 * `thread` is processor time of the page's thread, which other work on the machine disturbs least, and `javascript` what of it JavaScript took, behind the run's
 * promise too, null where runs take too long to trace. Only a driver from outside can tell these.
 */
export type Race = {name: string; whole: Spread; script: Spread; thread?: Spread; javascript?: number | null};

declare global {
  /** Processor milliseconds of the page's thread so far, as a driver of the page exposes it. */
  var threadMilliseconds: (() => Promise<number>) | undefined;
  /** Has the browser write down what its threads do, and the milliseconds of processor time that JavaScript then took in the page. */
  var startTrace: (() => Promise<void>) | undefined;
  var endTrace: (() => Promise<number>) | undefined;
}

export type Pace = {
  rounds: number;
  /** A round takes at least so long, by repetition: clocks of browsers are coarse. */
  milliseconds: number;
  /** Who has taken so long in all sits out the later rounds; whose first warm run did has that one only. */
  patience: number;
};

/** All have run before; they take turns, so that a busy machine is busy for all. */
export async function race(racers: readonly Racer[], {rounds, milliseconds, patience}: Pace): Promise<Race[]> {
  const found = racers.map((racer) => {
    const repeats = Math.max(1, Math.min(500, Math.ceil(milliseconds / racer.sample.took)));
    const {took, script, thread} = racer.sample;
    const long = took > patience;
    return {racer, repeats, spent: long ? took : 0, whole: long ? [took] : [], script: long ? [script] : [], thread: long ? [thread] : []};
  });
  const asking = await costOfAsking();
  // Round −1 warms up what is short enough to be still in the making.
  for (let round = -1; round < rounds; round++) {
    for (const one of found) {
      if (round < 0 ? one.racer.sample.took > milliseconds : one.spent > patience) continue;
      let script = 0;
      const before = (await globalThis.threadMilliseconds?.()) ?? NaN;
      const started = performance.now();
      for (let repeat = 0; repeat < one.repeats; repeat++) script += (await one.racer.run()).script;
      if (round < 0) continue;
      const took = performance.now() - started;
      const after = (await globalThis.threadMilliseconds?.()) ?? NaN;
      one.spent += took;
      one.whole.push(took / one.repeats);
      one.script.push(script / one.repeats);
      one.thread.push(Math.max(0, after - before - asking) / one.repeats);
    }
  }
  const told = globalThis.threadMilliseconds !== undefined;
  const traces = await traced(racers);
  return found.map(({racer, whole, script, thread}) => ({
    name: racer.name,
    whole: spreadOf(whole),
    script: spreadOf(script),
    ...(told ? {thread: spreadOf(thread)} : {}),
    ...(traces.has(racer) ? {javascript: traces.get(racer)!} : {}),
  }));
}

/** Milliseconds of JavaScript in one run, when all have raced and what is often called is compiled; all take turns here, too. */
async function traced(racers: readonly Racer[]): Promise<Map<Racer, number | null>> {
  const {startTrace, endTrace} = globalThis;
  if (!startTrace || !endTrace) return new Map();
  const asked = racers.filter((racer) => racer.traced).map((racer) => ({racer, found: [] as number[]}));
  for (let round = 0; round < TRACES; round++) {
    for (const {racer, found} of asked) {
      const {took} = racer.sample;
      if (took * (1 + found.length) > WARMED) continue;
      const repeats = Math.max(1, Math.min(20, Math.ceil(300 / took)));
      await startTrace();
      for (let repeat = 0; repeat < repeats; repeat++) await racer.run();
      found.push((await endTrace()) / repeats);
    }
  }
  return new Map(asked.map(({racer, found}) => [racer, found.length > 0 ? spreadOf(found).median : null]));
}

/** Milliseconds that a run may take; software adapters take minutes for large batches. */
export const LONGEST = 120_000;
/** Runs of which more is expected are long enough to be timed at the first time, and too long to trace. */
const WARMED = 8000;
/** Traces of each. */
const TRACES = 7;

/** What a run gives and asks of the device, timed before any racing: when it is warm, or at once where it takes long. */
export async function firstRuns(
  run: () => Promise<Ran>,
  {guess, device}: {guess: number; device: boolean},
): Promise<{data: Float32Array; calls: Calls | undefined; warm: Sample}> {
  if (guess <= WARMED) await run();
  let data: Float32Array | undefined;
  let warm: Sample | undefined;
  const calls = await counted(async () => {
    warm = await sample(async () => {
      const ran = await run();
      data = ran.data;
      return ran;
    });
  });
  return {data: data!, calls: device ? calls : undefined, warm: warm!};
}

/** One run by itself. */
export async function sample(run: () => Promise<{script: number}>): Promise<Sample> {
  const before = (await globalThis.threadMilliseconds?.()) ?? NaN;
  const started = performance.now();
  const {script} = await run();
  const took = performance.now() - started;
  return {took, script, thread: ((await globalThis.threadMilliseconds?.()) ?? NaN) - before};
}

async function costOfAsking(): Promise<number> {
  const costs: number[] = [];
  for (let time = 0; time < 9 && globalThis.threadMilliseconds; time++) {
    const before = await globalThis.threadMilliseconds();
    costs.push((await globalThis.threadMilliseconds()) - before);
  }
  return costs.length > 0 ? spreadOf(costs).median : 0;
}
