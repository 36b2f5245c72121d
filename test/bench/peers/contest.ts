// In the page: one net on all engines, outputs compared first, then rounds.
import {Random} from '../../../src/data/random.js';
import {flopsOf} from '../../../src/engine/inputs.js';
import {relativeError} from '../../src/engine/relative-error.js';
import type {Calls} from '../device-calls.js';
import {CONTENDERS} from './contenders.js';
import type {Contender, Engine, NetFiles, Places, Runner} from './engine.js';
import {draw} from './engine.js';
import {start as startReference} from './engines/ours-reference.js';
import {readNet} from './engines/ours.js';
import {reasonOf} from './reason.js';
import {firstRuns, LONGEST, race, type Pace, type Race, type Sample} from './rounds.js';

export type Row = Race & {
  device: boolean;
  difference: number;
  calls: Calls | undefined;
};
export type Absent = {name: string; reason: string};
export type Contest = {net: string; batch: number; megaflops: number; rows: Row[]; absent: Absent[]};

type Started = {contender: Contender; engine: Engine} | {contender: Contender; reason: string};
type Entry = {contender: Contender; runner: Runner; difference: number; calls: Calls | undefined; sample: Sample};

const started = new Map<Contender, Promise<Started>>();

/** Engines start once a page. */
function startOnce(contender: Contender, places: Places): Promise<Started> {
  let promise = started.get(contender);
  if (!promise) {
    promise = contender.start(places).then(
      (engine) => ({contender, engine}),
      (error: unknown) => ({contender, reason: reasonOf(error)}),
    );
    started.set(contender, promise);
  }
  return promise;
}

export type ContestOptions = {
  files: NetFiles;
  net: string;
  batches: readonly number[];
  places: Places;
  /** Names of contenders; all when left out. */
  only?: readonly string[] | undefined;
  pace: Pace;
  onProgress?: (what: string) => void;
  onContest?: (contest: Contest) => void;
};

export async function contests(options: ContestOptions): Promise<Contest[]> {
  const {files, net, batches, places, only, pace, onProgress, onContest} = options;
  const graph = await readNet(files);
  const oracle = await startReference().load(files);
  const random = new Random(1);
  const found: Contest[] = [];
  const absent: Absent[] = [];
  const runners: {contender: Contender; runner: Runner; perExample: number}[] = [];
  for (const contender of CONTENDERS.filter(({name}) => only?.includes(name) ?? true)) {
    onProgress?.(`${net}: ${contender.name} loads`);
    const start = await startOnce(contender, places);
    if ('reason' in start) {
      absent.push({name: contender.name, reason: start.reason});
      continue;
    }
    try {
      runners.push({contender, runner: await start.engine.load(files), perExample: 0});
    } catch (error) {
      absent.push({name: contender.name, reason: reasonOf(error)});
    }
  }
  for (const batch of batches) {
    const inputs = draw(graph, batch, random);
    const expected = (await oracle.run(inputs, batch)).data;
    const entries: Entry[] = [];
    const failed: Absent[] = [];
    for (const one of runners) {
      const {contender, runner, perExample} = one;
      if (perExample * batch > LONGEST) {
        failed.push({name: contender.name, reason: `about ${((perExample * batch) / 1000).toFixed(0)} s a run`});
        continue;
      }
      onProgress?.(`${net}, ${batch} at once: ${contender.name} warms up`);
      try {
        const {device} = contender;
        const {data, warm, ...asked} = await firstRuns(() => runner.run(inputs, batch), {guess: perExample * batch, device});
        // Of one example most is not computing.
        if (batch > 1) one.perExample = warm.took / batch;
        const difference = relativeError(data, expected);
        entries.push({contender, runner, difference, ...asked, sample: warm});
      } catch (error) {
        failed.push({name: contender.name, reason: reasonOf(error)});
      }
    }
    onProgress?.(`${net}, ${batch} at once: ${entries.length} engines take turns`);
    const races = await race(
      entries.map(({contender: {name, device}, runner, sample: warm}) => ({
        name,
        run: () => runner.run(inputs, batch),
        sample: warm,
        traced: device,
      })),
      pace,
    );
    const rows = races.map((result, at) => {
      const {contender, difference, calls} = entries[at]!;
      return {...result, device: contender.device, difference, calls};
    });
    const contest = {net, batch, megaflops: flopsOf(graph) / 1e6, rows, absent: [...absent, ...failed]};
    found.push(contest);
    onContest?.(contest);
  }
  for (const {runner} of runners) runner.dispose();
  return found;
}
