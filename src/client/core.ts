import {isBaked} from '../format/baked-net.js';
import type {Manifest} from '../format/manifest.js';
import type {HostHandle} from '../host/main-thread.js';
import type {FromHost, ModelSource} from '../host/protocol.js';
import {Memo} from '../host/memo.js';
import {Connection, type Clock, type WorkerHandle} from './connection.js';
import {PageSession} from './page-session.js';
import type {ModelRef, OpenFamily, OpenOptions, Progress, Session} from './session.js';
import {scriptUrl, startWorker} from './start-worker.js';
import type {Trainers} from './training.js';
import {partsScript} from './worker-parts.js';

/** Raised whenever two copies of this library could not share a core: other families, operations or options. */
export const CORE_API = 1;
/** The host ends when no session was open for this long. */
export const IDLE_MILLISECONDS = 60_000;

/** Listens to a connection for the core itself: no session has this number. */
const NOBODY = 0;

type Loading = Extract<FromHost, {type: 'loading'}>;
type PageModel = {
  source: ModelSource;
  primed: NonNullable<ModelRef['primed']>;
  files: Memo<ArrayBuffer>;
  listeners: Map<number, (progress: Progress) => void>;
};

export type CoreParts = {
  startWorker(parts: string, src?: string): WorkerHandle;
  partsScript(names: Iterable<string>): string | Promise<string>;
  scriptUrl(script: string): string;
  startMain(): Promise<HostHandle>;
  trainers(parts: {clock: Clock; losses: {count: number}}): Promise<Trainers>;
  clock: Clock;
};

export const browserParts: CoreParts = {
  startWorker,
  partsScript,
  scriptUrl,
  startMain: async () => (await import('../host/main-thread.js')).startMainThreadHost(),
  trainers: async (parts) => {
    const {browserTraining, Trainers} = await import('./training.js');
    return new Trainers({...browserTraining, ...parts});
  },
  clock: {
    setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
    clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  },
};

/** What all elements of a page share: one host and its models. The host starts with the first session and ends after the last one. */
export class Core {
  readonly api = CORE_API;
  readonly #parts: CoreParts;
  #connection: Connection | undefined;
  #models = new Map<string, PageModel>();
  #lastId = 0;
  #idle: unknown;
  readonly #losses = {count: 0};
  readonly #trainers = new Memo<Trainers>();

  constructor(parts: CoreParts = browserParts) {
    this.#parts = parts;
  }

  async open<F extends OpenFamily>(ref: ModelRef, options: OpenOptions<F>): Promise<Session<F>> {
    const {family, signal, backend = 'auto', workerSrc, onProgress} = options;
    signal?.throwIfAborted();
    // First, since it may throw for what is no URL: a host without a session would never end.
    const [key, model] = this.#model(ref);
    const connection = (this.#connection ??= this.#connect(workerSrc, [
      family,
      ...(backend !== 'auto' && backend !== 'wasm' ? [`${backend === 'reference' ? backend : 'webgpu'}-engine`] : []),
      ...(backend === 'webgpu-f16' ? ['half'] : []),
      ...(isShipped(ref) ? [] : ['foreign-model']),
    ]));
    this.#parts.clock.clearTimeout(this.#idle);
    const session = ++this.#lastId;
    model.listeners.set(session, onProgress ?? (() => {}));
    const leave = (): void => {
      connection.close(session);
      model.listeners.delete(session);
      if (model.listeners.size === 0 && this.#models.get(key) === model) this.#models.delete(key);
      if (connection === this.#connection && connection.sessions === 0) this.#endSoon(connection);
    };
    try {
      const request = {type: 'open', session, family, backend, source: model.source} as const;
      const {value: manifest, info} = await connection.request<Manifest>(request, {signal});
      const load = async (name: string) => (await connection.request<ArrayBuffer>({type: 'file', model: model.source.model, name})).value;
      const file = (name: string): Promise<ArrayBuffer> => model.files.get(name, () => load(name));
      const trainers = () => this.#startTrainers();
      // Nothing lies beside a blob.
      const beside = workerSrc === undefined ? '' : absolute(workerSrc);
      const trainingBase = /^https?:/.test(beside) ? new URL('./', beside).href : undefined;
      return new PageSession(family, {id: session, connection, manifest, info: info!, file, trainers, trainingBase, onClose: leave});
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** A worker of the page's own URL has all parts. */
  #connect(workerSrc: string | undefined, needs: string[]): Connection {
    const parts = {
      ...this.#parts,
      startWorker: (script: string) => this.#parts.startWorker(script, workerSrc),
      losses: this.#losses,
      onLoading: (message: Loading) => this.#tell(message),
      onWant: (model: number, name: string) => this.#primed(model, name),
    };
    const connection = new Connection(parts, workerSrc === undefined ? needs : []);
    // A host that is gone takes its models along; the next session starts a new one.
    connection.onLost(NOBODY, () => this.#forget(connection));
    return connection;
  }

  /** Fetched with the first run. */
  #startTrainers(): Promise<Trainers> {
    return this.#trainers.get('', () => this.#parts.trainers({clock: this.#parts.clock, losses: this.#losses}));
  }

  #forget(connection: Connection): void {
    if (connection !== this.#connection) return;
    this.#connection = undefined;
    this.#models = new Map();
  }

  #endSoon(connection: Connection): void {
    this.#parts.clock.clearTimeout(this.#idle);
    this.#idle = this.#parts.clock.setTimeout(() => {
      connection.terminate();
      this.#forget(connection);
    }, IDLE_MILLISECONDS);
  }

  #model(ref: ModelRef): [string, PageModel] {
    const urls = Object.fromEntries(Object.entries(ref.urls ?? {}).map(([name, url]) => [name, absolute(url)]));
    const base = absolute(ref.base ?? folderOf(urls) ?? './');
    const key = JSON.stringify([base, urls, ref.manifest?.files]);
    const known = this.#models.get(key);
    if (known) return [key, known];
    const {manifest, topologies, primed = {}} = ref;
    // A download that fails is fetched again by the host, whose error is the one to show.
    for (const download of Object.values(primed)) download.catch(() => {});
    const source = {model: ++this.#lastId, base, urls, manifest, topologies, primed: Object.keys(primed)};
    const model = {source, primed, files: new Memo<ArrayBuffer>(), listeners: new Map()};
    this.#models.set(key, model);
    return [key, model];
  }

  #modelByNumber(number: number): PageModel | undefined {
    return [...this.#models.values()].find(({source}) => source.model === number);
  }

  #tell({model, task, loaded, total}: Loading): void {
    this.#modelByNumber(model)?.listeners.forEach((listener) => listener({task, loaded, total}));
  }

  async #primed(model: number, name: string): Promise<ArrayBuffer | undefined> {
    return this.#modelByNumber(model)?.primed[name]?.catch(() => undefined);
  }
}

/** Read when the library was built: the host needs no readers for it. */
function isShipped({manifest, topologies}: ModelRef): boolean {
  return manifest !== undefined && Object.keys(manifest.nets).every((role) => isBaked(topologies?.[role]));
}

/** A blob worker has no base URL of its own. */
function absolute(url: string): string {
  return new URL(url, globalThis.document?.baseURI).href;
}

/** The folder of the files that have a place: a bundler may have put small ones into the code, as data URLs. */
function folderOf(urls: Record<string, string>): string | undefined {
  const place = Object.values(urls).find((url) => !/^(data|blob):/.test(url));
  return place && new URL('./', place).href;
}
