import {GenerativeError, type ErrorCode} from './errors.js';

/** An error as data: classes, causes and stacks do not survive structured cloning everywhere. */
export type PortableError = {name: string; message: string; code: ErrorCode};

export function toPortable(error: unknown): PortableError {
  if (!(error instanceof Error)) {
    // Firefox throws these words alone, not an error that has them.
    return {name: 'GenerativeError', message: String(error), code: error === 'out of memory' ? 'out-of-memory' : 'internal'};
  }
  const {name, message} = error;
  // Only errors of this library have codes in words, and they may come from another copy of their class.
  const {code} = error as {code?: ErrorCode | number};
  if (typeof code === 'string') return {name, message, code};
  // Engines of every browser throw a RangeError where memory cannot be had, and say so in words.
  return {name, message, code: error instanceof RangeError && /alloc|memory/i.test(message) ? 'out-of-memory' : 'internal'};
}

export function fromPortable({name, message, code}: PortableError): Error {
  if (name === 'AbortError') return new DOMException(message, name);
  const error = new GenerativeError(code, message);
  error.name = name;
  return error;
}

export function abortError(message: string): DOMException {
  return new DOMException(message, 'AbortError');
}
