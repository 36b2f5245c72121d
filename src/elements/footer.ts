import type {Progress, SessionStats} from '../client/session.js';
import type {CommonWords} from './locales/words.js';
import {bytes, milliseconds} from './numbers.js';

/** What runs where, how fast and from how many bytes: "wasm · 0.2 ms · 61 kB", with the backends that were asked for and could not do it. */
export function costLine(words: CommonWords, stats: SessionStats, cost: number): string {
  // Another net of the model may be what did not fit.
  const missing = new Set(stats.fallbacks.map(({backend}) => backend).filter((backend) => backend !== stats.backend));
  const backend = missing.size > 0 ? `${stats.backend} (${[...missing].map(words.without).join(', ')})` : stats.backend;
  return [backend, milliseconds(cost), bytes(stats.bytes)].join(' · ');
}

export function loadingLine(words: CommonWords, progress: Progress | undefined): string {
  return progress && progress.total > 0 ? `${words.loading} · ${bytes(progress.loaded)} / ${bytes(progress.total)}` : words.loading;
}
