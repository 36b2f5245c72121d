import type {Progress, SessionStats} from '../client/session.js';
import type {CommonWords} from './locales/words.js';
import {bytes, milliseconds} from './numbers.js';

/** What runs where, how fast and from how many bytes: "wasm · 0.2 ms · 61 kB", with a backend that was asked for and cannot be had. */
export function costLine(words: CommonWords, stats: SessionStats, cost: number): string {
  const missing = stats.fallbacks.map(({backend}) => words.without(backend));
  const backend = missing.length > 0 ? `${stats.backend} (${missing.join(', ')})` : stats.backend;
  return [backend, milliseconds(cost), bytes(stats.bytes)].join(' · ');
}

export function loadingLine(words: CommonWords, progress: Progress | undefined): string {
  return progress && progress.total > 0 ? `${words.loading} · ${bytes(progress.loaded)} / ${bytes(progress.total)}` : words.loading;
}
