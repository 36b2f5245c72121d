import {FormatError, GenerativeError} from './errors.js';
import {DOCUMENT_BYTES} from './limits.js';
import type {FileEntry} from './manifest.js';

/** Most files of a small model, and the first chunk of every other one. */
const FIRST_BYTES = 65_536;

export type FetchOptions = {
  /** Size and hash that the file must have. Without them it may have as many bytes as a document, and `verified` is false. */
  expected?: FileEntry;
  signal?: AbortSignal;
  /** `reload` goes past the browser's cache. */
  cache?: RequestCache;
  /** Called as bytes arrive; `total` is 0 while it is unknown. */
  onProgress?: (progress: {loaded: number; total: number}) => void;
};

/** `verified` tells whether the sha256 was checked: plain-http pages have no `crypto.subtle`. */
export type FetchedFile = {buffer: ArrayBuffer; verified: boolean};

/**
 * Fetches one file of a model without credentials, never reading more bytes than it may have, nor anything from another origin than that of `url`.
 * @throws GenerativeError `not-found` or `network`; FormatError `format` for an HTML page, `integrity` for other bytes than expected.
 * Rejects with the signal's reason when it is aborted.
 */
export async function fetchFile(url: string, options: FetchOptions = {}): Promise<FetchedFile> {
  const response = await request(url, options);
  if (response.status === 404 || response.status === 410) {
    throw new GenerativeError('not-found', `${url}: the server has no such file (${response.status})`);
  }
  if (!response.ok) throw new GenerativeError('network', `${url}: the server answered ${response.status}`);
  if (response.redirected && new URL(response.url).origin !== new URL(url).origin) {
    void response.body?.cancel().catch(() => {});
    throw new GenerativeError('network', `${url}: the server sends it from another place, ${response.url}; name that one if it is right`);
  }
  if (/\btext\/html\b/.test(response.headers.get('content-type') ?? '')) throw htmlPage(url);
  const buffer = await readBody(response, url, options);
  const verified = await verifyFile(buffer, url, options.expected);
  return {buffer, verified};
}

/** Checks a file's size, that it is no HTML page, and its hash where the platform can. True when the hash was checked. */
export async function verifyFile(buffer: ArrayBuffer, url: string, expected?: FileEntry): Promise<boolean> {
  if (isHtml(buffer)) throw htmlPage(url);
  if (!expected) return false;
  if (buffer.byteLength !== expected.bytes) throw wrongSize(url, expected.bytes, buffer.byteLength);
  // Undefined on plain-http pages, although its type says otherwise.
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle) return false;
  const digest = new Uint8Array(await subtle.digest('SHA-256', buffer));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== expected.sha256) {
    throw new FormatError(url, '', `wrong content: sha256 ${expected.sha256} was expected, ${found} found`, 'integrity');
  }
  return true;
}

async function request(url: string, {signal, cache = 'default'}: FetchOptions): Promise<Response> {
  try {
    return await fetch(url, {credentials: 'omit', cache, signal: signal ?? null});
  } catch (cause) {
    signal?.throwIfAborted();
    throw new GenerativeError('network', `${url}: could not be fetched; is the network there, and does the server allow other origins?`, {
      cause,
    });
  }
}

async function readBody(response: Response, url: string, {expected, signal, onProgress}: FetchOptions): Promise<ArrayBuffer> {
  const limit = expected?.bytes ?? DOCUMENT_BYTES;
  const total = expected?.bytes ?? 0;
  // It grows with what arrives: neither a size that is a lie nor a million chunks of a byte take more memory than the file.
  let bytes = new Uint8Array(Math.min(limit, FIRST_BYTES));
  let loaded = 0;
  const reader = response.body?.getReader();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const before = loaded;
      loaded += part.value.byteLength;
      if (loaded > limit) throw wrongSize(url, limit, `more than ${limit}`, !expected);
      if (loaded > bytes.length) bytes = enlarged(bytes, Math.min(limit, 2 * loaded));
      bytes.set(part.value, before);
      onProgress?.({loaded, total});
    }
  } catch (cause) {
    signal?.throwIfAborted();
    // The second is memory that cannot be had.
    if (cause instanceof GenerativeError || cause instanceof RangeError) {
      void reader?.cancel().catch(() => undefined);
      throw cause;
    }
    throw new GenerativeError('network', `${url}: the connection broke after ${loaded} bytes`, {cause});
  }
  return loaded === bytes.length ? bytes.buffer : bytes.buffer.slice(0, loaded);
}

function enlarged(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}

/** Servers of single-page sites answer a missing file with their front page. Neither JSON nor weights begin with a tag. */
function isHtml(buffer: ArrayBuffer): boolean {
  const start = new TextDecoder().decode(new Uint8Array(buffer, 0, Math.min(buffer.byteLength, 64)));
  return /^\s*<(!doctype|html|head|\?xml)/i.test(start);
}

function htmlPage(url: string): FormatError {
  return new FormatError(url, '', 'the server returned an HTML page instead of this file; the path is probably wrong');
}

function wrongSize(url: string, expected: number, found: number | string, cap = false): FormatError {
  return new FormatError(url, '', `wrong size: ${cap ? 'at most ' : ''}${expected} bytes were expected, ${found} found`, 'integrity');
}
