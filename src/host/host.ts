import {GenerativeError} from '../format/errors.js';
import {createCompute} from '../engine/compute.js';
import type {BackendChoice, Compute} from '../engine/engine.js';
import {Engines} from '../engine/engines.js';
import {abortError, toPortable} from '../format/portable-error.js';
import {HostSession} from './host-session.js';
import {Memo} from './memo.js';
import {Model} from './model.js';
import type {CallRequest, FileRequest, FromHost, HostPort, HostRequest, ModelSource, OpenRequest, SessionInfo, ToHost} from './protocol.js';
import {Queue} from './queue.js';
import {transferables} from './transferables.js';

export type HostOptions = {
  /** Milliseconds of computation before other requests get a turn. */
  slice: number;
  createCompute?: typeof createCompute;
};

type Answer = {value: unknown; info?: SessionInfo; transfer?: Transferable[]};

/** Serves sessions over a port. It knows nothing of the thread it runs on: a worker or the page itself. */
export class Host {
  readonly #port: HostPort;
  readonly #slice: number;
  readonly #queue: Queue;
  readonly #createCompute: typeof createCompute;
  readonly #engines = new Engines({onLoss: () => this.#post({type: 'loss'}), load: (importPart) => this.#load(importPart)});
  readonly #parts = new Memo<void>();
  readonly #awaited = new Map<string, {resolve(): void; reject(error: unknown): void}>();
  readonly #computes = new Memo<Compute>();
  readonly #models = new Map<number, {model: Model; sessions: Set<number>}>();
  readonly #sessions = new Map<number, HostSession>();
  readonly #running = new Map<number, {session: number | undefined; abort: AbortController}>();
  readonly #wanted = new Map<number, (buffer: ArrayBuffer | undefined) => void>();
  #lastWant = 0;

  constructor(port: HostPort, options: HostOptions) {
    this.#port = port;
    this.#slice = options.slice;
    this.#queue = new Queue(options.slice);
    this.#createCompute = options.createCompute ?? createCompute;
    port.onmessage = ({data}) => this.#receive(data);
    this.#post({type: 'ready'});
  }

  /** Gives back what the thread would keep: a device of the page's own. */
  dispose(): void {
    this.#engines.gpu.dispose();
  }

  #post(message: FromHost, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  #receive(message: ToHost): void {
    switch (message.type) {
      case 'ping':
        return this.#post({type: 'pong'});
      case 'abort':
        return this.#running.get(message.id)?.abort.abort();
      case 'close':
        return this.#close(message.session);
      case 'part':
        return this.#take(message.name, message.url);
      case 'losses':
        this.#engines.gpu.losses = message.count;
        return;
      case 'primed':
        this.#wanted.get(message.id)?.(message.buffer);
        this.#wanted.delete(message.id);
        return;
      default:
        void this.#answer(message);
    }
  }

  /** Every request gets exactly one answer, an abort included. */
  async #answer(request: HostRequest): Promise<void> {
    const {id} = request;
    const abort = new AbortController();
    this.#running.set(id, {session: request.type === 'file' ? undefined : request.session, abort});
    const aborted = new Promise<never>((_, reject) => {
      abort.signal.addEventListener('abort', () => reject(abort.signal.reason as Error));
    });
    try {
      // The race frees a caller who waits for a download that others still need.
      const {value, info, transfer} = await Promise.race([this.#perform(request, abort.signal), aborted]);
      this.#post({type: 'result', id, value, info}, transfer);
    } catch (error) {
      this.#post({type: 'error', id, error: toPortable(error)});
    } finally {
      this.#running.delete(id);
    }
  }

  #perform(request: HostRequest, signal: AbortSignal): Promise<Answer> {
    switch (request.type) {
      case 'open':
        return this.#open(request);
      case 'call':
        return this.#call(request, signal);
      case 'file':
        return this.#file(request);
      case 'graphs':
        return this.#session(request.session)
          .model.graphs()
          .then((value) => ({value}));
      case 'weights':
        return this.#session(request.session)
          .setWeights(request.weights)
          .then((value) => ({value}));
    }
  }

  async #open({session: id, family, backend, source}: OpenRequest): Promise<Answer> {
    const model = this.#model(source, id);
    const compute = this.#compute(backend);
    const session = new HostSession(model, family, backend);
    this.#sessions.set(id, session);
    const [value, {backend: name}] = await Promise.all([model.manifest(), compute.then((routes) => routes.pick(0, 1)), session.opened]);
    return {value, info: await this.#info(session, name)};
  }

  async #call({id, session: sessionId, op, args, progress}: CallRequest, signal: AbortSignal): Promise<Answer> {
    const session = this.#session(sessionId);
    const onProgress = (p: {loaded: number; total: number}): void => this.#post({type: 'progress', id, ...p});
    const value = await session.call(op, args, progress ? {signal, onProgress} : {signal});
    signal.throwIfAborted();
    const info = await this.#info(session, value.stats.backend);
    return {value, info, transfer: transferables(value)};
  }

  #session(id: number): HostSession {
    return this.#sessions.get(id) ?? closed();
  }

  async #file({model, name}: FileRequest): Promise<Answer> {
    const entry = this.#models.get(model);
    if (!entry) closed();
    const buffer = await entry.model.file(name);
    return {value: buffer, transfer: [buffer]};
  }

  #close(id: number): void {
    this.#sessions.get(id)?.close();
    this.#sessions.delete(id);
    for (const {session, abort} of this.#running.values()) if (session === id) abort.abort();
    for (const [key, {model, sessions}] of this.#models) {
      if (!sessions.delete(id) || sessions.size > 0) continue;
      this.#models.delete(key);
      model.dispose();
    }
  }

  async #info({model: {files}, backend: choice}: HostSession, backend: string): Promise<SessionInfo> {
    const {fallbacks} = await this.#compute(choice);
    return {backend, fallbacks, verified: files.verified, bytes: files.bytes};
  }

  #compute(backend: BackendChoice): Promise<Compute> {
    return this.#computes.get(backend, () => this.#createCompute({backend}, this.#engines));
  }

  /** What a worker was started without comes from its page. */
  async #load<Part>(importPart: () => Promise<Part>): Promise<Part> {
    try {
      return await importPart();
    } catch (error) {
      const {part} = error as {part?: string};
      if (part === undefined) throw error;
      await this.#parts.get(part, () => this.#ask(part));
      return importPart();
    }
  }

  #ask(name: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#awaited.set(name, {resolve, reject});
      this.#post({type: 'part', name});
    });
  }

  /** Where the page's policy refuses the script, its worker is replaced by one that begins with it. */
  #take(name: string, url: string | undefined): void {
    const {resolve, reject} = this.#awaited.get(name)!;
    this.#awaited.delete(name);
    if (url === undefined) return reject(new GenerativeError('network', `the part "${name}" of this library could not be fetched`));
    try {
      (globalThis as unknown as {importScripts(url: string): void}).importScripts(url);
    } catch {
      return this.#post({type: 'unable', part: name});
    }
    resolve();
  }

  #model(source: ModelSource, session: number): Model {
    const key = source.model;
    const known = this.#models.get(key);
    if (known) {
      known.sessions.add(session);
      return known.model;
    }
    const model = new Model(source, {
      queue: this.#queue,
      slice: this.#slice,
      compute: (backend) => this.#compute(backend),
      want: (name) => this.#want(key, name),
      load: (importPart) => this.#load(importPart),
      onBusy: (milliseconds) => this.#post({type: 'busy', milliseconds}),
      onLoading: (task, loaded, total) => this.#post({type: 'loading', model: key, task, loaded, total}),
    });
    this.#models.set(key, {model, sessions: new Set([session])});
    return model;
  }

  #want(model: number, name: string): Promise<ArrayBuffer | undefined> {
    return new Promise((resolve) => {
      const id = ++this.#lastWant;
      this.#wanted.set(id, resolve);
      this.#post({type: 'want', id, model, name});
    });
  }
}

function closed(): never {
  throw abortError('The session is closed.');
}
