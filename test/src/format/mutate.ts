import type {Random} from '../../../src/data/random.js';

/** What a file may hold where something else is expected. */
const HOSTILE: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  0.5,
  3,
  4096,
  1e9,
  -1e308,
  2 ** 31,
  2 ** 32 + 1,
  2 ** 53,
  '',
  'x',
  '3',
  'NaN',
  '\ud800',
  '\u202e',
  '../x',
  '/etc/passwd',
  '//elsewhere.invalid/x',
  'https://elsewhere.invalid/x',
  'data:application/json,1',
  'blob:https://elsewhere.invalid/1',
  'javascript:1',
  '%2e%2e%2fx',
  '..\\x',
  'x?y',
  'x#y',
  'constructor',
  '__proto__',
  'toString',
  'x'.repeat(5000),
  [],
  [[]],
  [null],
  [-1],
  [1e9, 1e9],
  [4096, 4096],
  [2 ** 24, 2 ** 24, 2 ** 24, 2 ** 24, 2 ** 24],
  {},
  {length: 3},
  'same',
  'valid',
  'causal',
  'channels_first',
  'Dense',
  'Conv2D',
  'Lambda',
];

/** Keys that every object answers to. */
const KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', 'then', 'length', '0'];

type Container = Record<string | number, unknown>;
type Place = [Container, string | number];

/** Every place in a JSON value, as its container and key. */
function places(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push([value as Container, Array.isArray(value) ? Number(key) : key]);
    places((value as Container)[key], found);
  }
  return found;
}

const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;

/** Sets an own property whatever its name: assigning to `__proto__` would do something else than a file with that key. */
function put(container: Container, key: string | number, value: unknown): void {
  Object.defineProperty(container, key, {value, writable: true, enumerable: true, configurable: true});
}

function nearby(value: number, random: Random): number {
  const changed = [value + 1, value - 1, -value, value * 2, value * 1000, value / 2, value + 0.5, value * 2 ** 20];
  return changed[random.integer(changed.length)]!;
}

/** Puts a parsed JSON file out of order, in one to three places. */
export function mutate(json: unknown, random: Random): void {
  for (let count = 1 + random.integer(3); count > 0; count--) {
    const all = places(json);
    if (all.length === 0) return;
    const pick = (): Place => all[random.integer(all.length)]!;
    const [container, key] = pick();
    const value = container[key];
    const kind = random.uniform();
    if (kind < 0.35) put(container, key, copy(HOSTILE[random.integer(HOSTILE.length)]));
    else if (kind < 0.5 && typeof value === 'number') put(container, key, nearby(value, random));
    else if (kind < 0.65) {
      const [other, otherKey] = pick();
      put(container, key, copy(other[otherKey]));
    } else if (kind < 0.75 && !Array.isArray(container)) {
      Reflect.deleteProperty(container, key);
      put(container, KEYS[random.integer(KEYS.length)]!, value);
    } else if (kind < 0.85 && Array.isArray(value)) {
      const list = value as unknown[];
      if (random.uniform() < 0.5) list.reverse();
      else list.push(...list.map(copy));
    } else if (Array.isArray(container)) container.splice(Number(key), 1);
    else Reflect.deleteProperty(container, key);
  }
}
