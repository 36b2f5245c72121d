import type {ErrorCode} from './errors.js';
import {FormatError} from './errors.js';

/** One place in a parsed JSON file, which knows its URL and path for error messages. Reads own properties only, so a file cannot reach a prototype. */
export class Field {
  readonly value: unknown;
  readonly url: string;
  readonly path: string;

  constructor(value: unknown, url: string, path = '') {
    this.value = value;
    this.url = url;
    this.path = path;
  }

  get present(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Names from the file may be long; a message is to be read. */
  fail(problem: string, code?: ErrorCode): never {
    throw new FormatError(this.url, this.path, problem.length > 400 ? `${problem.slice(0, 400)}…` : problem, code);
  }

  /** A property of an object; absent ones have an undefined value. */
  at(key: string): Field {
    if (!isObject(this.value)) this.fail('must be an object');
    return new Field(Object.hasOwn(this.value, key) ? this.value[key] : undefined, this.url, this.path ? `${this.path}.${key}` : key);
  }

  keys(): string[] {
    if (!isObject(this.value)) this.fail('must be an object');
    return Object.keys(this.value);
  }

  items(most: number): Field[] {
    if (!Array.isArray(this.value)) this.fail('must be an array');
    if (this.value.length > most) this.fail(`has ${this.value.length} entries, more than ${most}`);
    return Array.from(this.value as unknown[], (item, index) => new Field(item, this.url, `${this.path}[${index}]`));
  }

  string(longest = 1000): string {
    if (typeof this.value !== 'string') this.fail('must be a string');
    if (this.value.length > longest) this.fail(`is longer than ${longest} characters`);
    return this.value;
  }

  number(): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value)) this.fail('must be a number');
    return this.value;
  }

  integer(least: number, most: number): number {
    const value = this.value;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      this.fail(`must be a whole number from ${least} to ${most}, found ${brief(value)}`);
    }
    return value;
  }

  boolean(): boolean {
    if (typeof this.value !== 'boolean') this.fail('must be true or false');
    return this.value;
  }

  oneOf<T extends string>(names: readonly T[]): T {
    const found = names.find((name) => name === this.value);
    if (found === undefined) this.fail(`must be one of ${names.join(', ')}, found ${brief(this.value)}`);
    return found;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as a few characters, for messages. */
export function brief(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? `an array of ${value.length}` : 'an object';
  return value === undefined ? 'nothing' : String(value);
}
