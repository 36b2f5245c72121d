import {relativeError} from '../../src/engine/relative-error.js';
import type {Absent, Row} from './contest.js';
import type {Places, Ran} from './engine.js';
import {FLOW_CONTENDERS, type FlowContender} from './flows.js';
import {reasonOf} from './reason.js';
import {firstRuns, LONGEST, race, type Pace, type Sample} from './rounds.js';

export type FlowContest = {size: number; rows: Row[]; absent: Absent[]};

type Entry = {
  contender: FlowContender;
  run: () => Promise<Ran>;
  difference: number;
  calls: Row['calls'];
  sample: Sample;
};

/** Grids of these sizes, each of them larger than the one before. The first contender is what the others are compared with. */
export async function flowContests(
  sizes: readonly number[],
  places: Places,
  pace: Pace,
  onProgress: (what: string) => void,
  only?: readonly string[],
): Promise<FlowContest[]> {
  const ready: {contender: FlowContender; make: (size: number) => Promise<() => Promise<Ran>>; perCell: number}[] = [];
  const refused: Absent[] = [];
  for (const contender of FLOW_CONTENDERS.filter(({name}) => only?.includes(name) ?? true)) {
    onProgress(`flow: ${contender.name} loads`);
    try {
      ready.push({contender, make: await contender.start(places), perCell: 0});
    } catch (error) {
      refused.push({name: contender.name, reason: reasonOf(error)});
    }
  }
  const found: FlowContest[] = [];
  for (const size of sizes) {
    const entries: Entry[] = [];
    const absent = [...refused];
    let expected: Float32Array | undefined;
    for (const one of ready) {
      const {contender, make, perCell} = one;
      const guess = perCell * size * size;
      if (guess > LONGEST) {
        absent.push({name: contender.name, reason: `about ${(guess / 1000).toFixed(0)} s a run`});
        continue;
      }
      onProgress(`flow, ${size} × ${size}: ${contender.name} warms up`);
      try {
        const run = await make(size);
        const {data, warm, ...asked} = await firstRuns(run, {guess, device: contender.device});
        expected ??= data;
        one.perCell = warm.took / size / size;
        const difference = relativeError(data, expected);
        entries.push({contender, run, difference, ...asked, sample: warm});
      } catch (error) {
        absent.push({name: contender.name, reason: reasonOf(error)});
      }
    }
    onProgress(`flow, ${size} × ${size}: ${entries.length} engines take turns`);
    const races = await race(
      entries.map(({contender: {name, device}, run, sample: warm}) => ({name, run, sample: warm, traced: device})),
      pace,
    );
    const rows = races.map((result, at) => {
      const {contender, difference, calls} = entries[at]!;
      return {...result, device: contender.device, difference, calls};
    });
    found.push({size, rows, absent});
  }
  return found;
}
