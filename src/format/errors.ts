/** Codes of `gen-error`; each is one thing a reader or an author can act on. */
export type ErrorCode =
  | 'network'
  | 'not-found'
  | 'integrity'
  | 'format'
  | 'unsupported-layer'
  | 'wrong-family'
  | 'bad-attribute'
  | 'bad-data'
  | 'out-of-memory'
  | 'device-lost'
  | 'worker-lost'
  | 'no-worker'
  | 'storage'
  | 'internal';

/** A fault with a code that survives the way from the worker to the page. The message names the URL, the field and what to do. */
export class GenerativeError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A file that is not what it says it is: `field` is the path inside it. */
export class FormatError extends GenerativeError {
  readonly url: string;
  readonly field: string;

  constructor(url: string, field: string, problem: string, code: ErrorCode = 'format') {
    super(code, `${url}: ${field ? `${field}: ` : ''}${problem}`);
    this.url = url;
    this.field = field;
  }
}
