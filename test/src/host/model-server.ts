import {Core} from '../../../src/client/core.js';
import type {Session} from '../../../src/client/session.js';
import type {BackendChoice, Compute} from '../../../src/engine/engine.js';
import {Engines} from '../../../src/engine/engines.js';
import type {HostHandle} from '../../../src/host/main-thread.js';
import {FakeHosts} from '../client/fake-host.js';
import {startHost} from './start-host.js';

/** Where the model lies. Nothing listens there. */
export const FOLDER = 'https://models.invalid/m/';

export type Served = {
  body: Uint8Array<ArrayBuffer> | string | ReadableStream<Uint8Array<ArrayBuffer>> | null;
  status?: number;
  headers?: Record<string, string>;
  /** Where the answer comes from in the end. */
  redirectedTo?: string;
};

/** By file name: each request gets a body of its own. */
export type ServedFiles = Record<string, () => Served>;

/** A server for one folder, in place of the platform's `fetch`, and a page whose host runs on this thread. */
export class ModelServer {
  files: ServedFiles = {};
  readonly asked: string[] = [];
  readonly #host: HostHandle;
  readonly #core: Core;
  readonly #fetch = globalThis.fetch;

  /** @param wrap may put itself between the host and its engines */
  constructor(engines = new Engines(), wrap?: (compute: Compute) => Compute) {
    this.#host = startHost(engines, wrap);
    const fakes = new FakeHosts();
    fakes.workersAllowed = false;
    this.#core = new Core({...fakes, startWorker: fakes.startWorker, startMain: () => Promise.resolve(this.#host)});
    globalThis.fetch = (url, init) => this.#answer(String(url), init?.signal);
  }

  open(backend: BackendChoice = 'wasm'): Promise<Session<'vae'>> {
    return this.#core.open({base: FOLDER}, {family: 'vae', backend});
  }

  close(): void {
    globalThis.fetch = this.#fetch;
    this.#host.terminate();
  }

  #answer(url: string, signal: AbortSignal | null | undefined): Promise<Response> {
    this.asked.push(url);
    return Promise.resolve().then(() => {
      signal?.throwIfAborted();
      const name = url.startsWith(FOLDER) ? url.slice(FOLDER.length) : '';
      if (!Object.hasOwn(this.files, name)) return new Response(null, {status: 404});
      const {body, status = 200, headers, redirectedTo} = this.files[name]!();
      const response = new Response(body, {status, headers});
      if (redirectedTo) Object.defineProperties(response, {redirected: {value: true}, url: {value: redirectedTo}});
      return response;
    });
  }
}
