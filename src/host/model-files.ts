import {GenerativeError} from '../format/errors.js';
import {fetchFile, verifyFile} from '../format/fetch-file.js';
import type {FileEntry} from '../format/manifest.js';
import type {ModelSource} from './protocol.js';

export type LoadProgress = (loaded: number, total: number) => void;

/** A model's files by name: fetched by the page already, or fetched here; checked either way. */
export class ModelFiles {
  /** Bytes of model files so far, uncompressed. */
  bytes = 0;
  /** False once a file could not be checked: plain-http pages have no sha256. */
  verified = true;
  readonly #source: ModelSource;
  readonly #want: (name: string) => Promise<ArrayBuffer | undefined>;
  readonly #abort = new AbortController();

  /** @param want asks the page for a download that it started early. */
  constructor(source: ModelSource, want: (name: string) => Promise<ArrayBuffer | undefined>) {
    this.#source = source;
    this.#want = want;
  }

  url(name: string): string {
    return this.#source.urls[name] ?? new URL(name, this.#source.base).href;
  }

  /** Without `expected` (a manifest, which nothing vouches for) only the cap on bytes holds. */
  async load(name: string, expected?: FileEntry, onProgress: LoadProgress = () => {}): Promise<ArrayBuffer> {
    const url = this.url(name);
    const {buffer, verified} = (await this.#primed(name, url, expected)) ?? (await this.#fetch(url, expected, onProgress));
    this.bytes += buffer.byteLength;
    this.verified &&= verified || !expected;
    onProgress(buffer.byteLength, buffer.byteLength);
    return buffer;
  }

  async loadJson(name: string, expected?: FileEntry, onProgress?: LoadProgress): Promise<unknown> {
    const text = new TextDecoder().decode(await this.load(name, expected, onProgress));
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      throw new GenerativeError('format', `${this.url(name)}: is no JSON (${(cause as Error).message})`, {cause});
    }
  }

  /** Ends downloads under way. */
  abort(): void {
    this.#abort.abort();
  }

  #fetch(url: string, expected: FileEntry | undefined, onProgress: LoadProgress) {
    return fetchFile(url, {expected, signal: this.#abort.signal, onProgress: ({loaded, total}) => onProgress(loaded, total)});
  }

  /** A download that came early saves time and nothing else: where it failed, the file is fetched anew, and that attempt's error is the one shown. */
  async #primed(name: string, url: string, expected?: FileEntry) {
    if (!this.#source.primed.includes(name)) return undefined;
    const buffer = await this.#want(name);
    try {
      return buffer && {buffer, verified: await verifyFile(buffer, url, expected)};
    } catch {
      return undefined;
    }
  }
}
