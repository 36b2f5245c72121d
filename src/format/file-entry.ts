import type {FileEntry} from './manifest.js';

/** What a manifest says of a file; undefined where a page may not compute a hash (plain http). */
export async function fileEntry(bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry | undefined> {
  const digest = await globalThis.crypto?.subtle?.digest('SHA-256', bytes);
  return digest && {bytes: bytes.length, sha256: Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')};
}
