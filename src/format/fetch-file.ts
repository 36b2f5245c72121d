import {FormatError, GenerativeError} from './errors.js';
import {LIMITS} from './limits.js';
import type {FileEntry} from './manifest.js';

export type FetchOptions = {
  /** Size and hash that the file must have. Without them only the cap on bytes holds, and `verified` is false. */
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
 * Fetches one file of a model without credentials, never reading more bytes than it may have.
 * @throws GenerativeError `not-found` or `network`; FormatError `format` for an HTML page, `integrity` for other bytes than expected.
 * Rejects with the signal's reason when it is aborted.
 */
export async function fetchFile(url: string, options: FetchOptions = {}): Promise<FetchedFile> {
  const response = await request(url, options);
  if (response.status === 404 || response.status === 410) {
    throw new GenerativeError('not-found', `${url}: the server has no such file (${response.status})`);
  }
  if (!response.ok) throw new GenerativeError('network', `${url}: the server answered ${response.status}`);
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
  const limit = expected?.bytes ?? LIMITS.bytes;
  const total = expected?.bytes ?? 0;
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body?.getReader();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      loaded += part.value.byteLength;
      if (loaded > limit) throw wrongSize(url, limit, `more than ${limit}`, !expected);
      chunks.push(part.value);
      onProgress?.({loaded, total});
    }
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof GenerativeError) {
      void reader?.cancel().catch(() => undefined);
      throw cause;
    }
    throw new GenerativeError('network', `${url}: the connection broke after ${loaded} bytes`, {cause});
  }
  const bytes = new Uint8Array(loaded);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes.buffer;
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
