import type {Random} from './random.js';

/** Shuffles in place (Fisher and Yates) and returns the same array. */
export function shuffle<T extends {[index: number]: unknown; length: number}>(items: T, random: Random): T {
  for (let last = items.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const item = items[last];
    items[last] = items[other];
    items[other] = item;
  }
  return items;
}
