import {FormatError, GenerativeError} from '../format/errors.js';
import {fetchFile, verifyFile, type FetchedFile} from '../format/fetch-file.js';
import {DOCUMENT_BYTES} from '../format/limits.js';
import type {FileEntry} from '../format/manifest.js';
import type {ModelSource} from './protocol.js';

/** Bytes of all files together that were asked for so far. */
export type OnLoading = (task: 'manifest' | 'weights', loaded: number, total: number) => void;

/** A model's files by name: fetched by the page already, or fetched here; checked either way. */
export class ModelFiles {
  /** Bytes of model files so far, uncompressed. */
  bytes = 0;
  /** False once a file could not be checked: plain-http pages have no sha256. */
  verified = true;
  readonly #source: ModelSource;
  readonly #want: (name: string) => Promise<ArrayBuffer | undefined>;
  readonly #onLoading: OnLoading;
  #loaded = 0;
  #total = 0;
  readonly #abort = new AbortController();

  /** @param want asks the page for a download that it started early. */
  constructor(source: ModelSource, want: (name: string) => Promise<ArrayBuffer | undefined>, onLoading: OnLoading) {
    this.#source = source;
    this.#want = want;
    this.#onLoading = onLoading;
  }

  url(name: string): string {
    // A name from a manifest may be that of a method of all objects.
    return Object.hasOwn(this.#source.urls, name) ? this.#source.urls[name]! : new URL(name, this.#source.base).href;
  }

  /** A file that holds no weights and is read as a whole, maybe on the page's own thread. */
  async loadDocument(name: string, expected?: FileEntry): Promise<ArrayBuffer> {
    if (expected && expected.bytes > DOCUMENT_BYTES) {
      throw new FormatError(this.url(name), '', `has ${expected.bytes} bytes, more than ${DOCUMENT_BYTES}`);
    }
    return this.load(name, expected);
  }

  /** Without `expected` (a manifest, which nothing vouches for) only the cap on bytes holds. */
  async load(name: string, expected?: FileEntry): Promise<ArrayBuffer> {
    const url = this.url(name);
    this.#total += expected?.bytes ?? 0;
    try {
      const {buffer, verified} = (await this.#primed(name, url, expected)) ?? (await this.#fetch(url, expected));
      this.bytes += buffer.byteLength;
      this.verified &&= verified || !expected;
      return buffer;
    } catch (error) {
      this.#total -= expected?.bytes ?? 0;
      throw error;
    }
  }

  /** Ends downloads under way. */
  abort(): void {
    this.#abort.abort();
  }

  /** Throws after `abort`. */
  throwIfAborted(): void {
    this.#abort.signal.throwIfAborted();
  }

  async #fetch(url: string, expected: FileEntry | undefined): Promise<FetchedFile> {
    try {
      return await this.#attempt(url, expected);
    } catch (error) {
      // A cache may hold the file of an older version of the model under the same name.
      if (!(error instanceof GenerativeError) || error.code !== 'integrity') throw error;
      return this.#attempt(url, expected, 'reload');
    }
  }

  /** One that fails takes back what it has counted. */
  async #attempt(url: string, expected: FileEntry | undefined, cache?: RequestCache): Promise<FetchedFile> {
    let counted = 0;
    const onProgress = ({loaded}: {loaded: number}): void => {
      // A manifest, whose size nobody knows, is not part of the total.
      if (expected) this.#count(loaded - counted);
      else this.#onLoading('manifest', loaded, loaded);
      counted = loaded;
    };
    try {
      return await fetchFile(url, {expected, signal: this.#abort.signal, cache, onProgress});
    } catch (error) {
      if (expected) this.#count(-counted);
      throw error;
    }
  }

  /** A download that came early saves time and nothing else: where it failed, the file is fetched anew, and that attempt's error is the one shown. */
  async #primed(name: string, url: string, expected?: FileEntry) {
    if (!this.#source.primed.includes(name)) return undefined;
    const buffer = await this.#want(name);
    if (!buffer) return undefined;
    try {
      const verified = await verifyFile(buffer, url, expected);
      this.#count(buffer.byteLength);
      return {buffer, verified};
    } catch {
      return undefined;
    }
  }

  #count(bytes: number): void {
    this.#loaded += bytes;
    this.#onLoading('weights', this.#loaded, this.#total);
  }
}
