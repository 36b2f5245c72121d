import type {RunStats} from './engine.js';

/** The cost of two runs together. */
export function addStats(a: RunStats, b: RunStats): RunStats {
  return {
    backend: b.backend,
    milliseconds: a.milliseconds + b.milliseconds,
    scriptMilliseconds: a.scriptMilliseconds + b.scriptMilliseconds,
    dispatches: a.dispatches + b.dispatches,
    submits: a.submits + b.submits,
    bytes: a.bytes + b.bytes,
  };
}
