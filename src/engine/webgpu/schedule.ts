import type {Plan} from '../plan.js';
import {Places} from './body.js';
import type {LowerOptions, Stage} from './lower.js';
import {lower} from './lower.js';
import {shaderOf} from './shader.js';

/** One workgroup computes all steps of an example; the least that every adapter allows. */
const WHOLE = 256;
/** Many workgroups share one step. */
const SHARED = 64;
/** From so many examples on, a workgroup for each keeps a device busy. */
const BUSY = 32;
/** From so many on there are workgroups enough to take several examples each, which then share the weights of dense layers. */
const PLENTY = 256;
const EXAMPLES = 4;
/** Work of a step, in operations, that one workgroup should not do alone: below, it takes less time than another dispatch. */
const ALONE = 4e6;
/** Steps in one shader, which a driver compiles in time that grows with its length. */
const MOST_STAGES = 32;
/** Workgroups that a dispatch may have along one axis on every adapter. */
export const MOST_WORKGROUPS = 65_535;

export type Dispatch = {shader: string; workgroups: number};

/** How a net runs on batches of about one size: where its values lie, and what is dispatched, once for each group of examples. */
export type Schedule = {places: Places; dispatches: Dispatch[]};

/** Names the schedule for a batch; batches of one name run the same shaders. */
export function scheduleName(batch: number): 'few' | 'busy' | 'plenty' {
  return batch < BUSY ? 'few' : batch < PLENTY ? 'busy' : 'plenty';
}

/**
 * Puts stages together into as few dispatches as pays: a dispatch costs 24–71 µs (Maczan 2026), so small steps run one behind the other in
 * one workgroup for each example, and only where there are few examples a large step is spread over the device by a dispatch of its own.
 */
export function scheduleOf(plan: Plan, name: ReturnType<typeof scheduleName>, options: LowerOptions): Schedule {
  const places = new Places(plan, name === 'plenty' ? EXAMPLES : 1);
  const half = options.toHalf !== undefined;
  const dispatches: Dispatch[] = [];
  let small: Stage[] = [];
  const flush = (): void => {
    if (small.length > 0) dispatches.push({shader: shaderOf(small, WHOLE, half), workgroups: 1});
    small = [];
  };
  for (const stage of lower(plan, places, options).stages) {
    const work = stage.reduce((sum, body) => sum + body.items * body.work, 0);
    if (name === 'few' && work > ALONE) {
      flush();
      const items = Math.max(...stage.map((body) => body.items));
      dispatches.push({shader: shaderOf([stage], SHARED, half), workgroups: Math.min(Math.ceil(items / SHARED), MOST_WORKGROUPS)});
    } else {
      small.push(stage);
      if (small.length === MOST_STAGES) flush();
    }
  }
  flush();
  return {places, dispatches};
}
