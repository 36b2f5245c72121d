import {GenerativeError} from '../format/errors.js';
import {abortError, fromPortable} from '../format/portable-error.js';
import type {HostHandle} from '../host/main-thread.js';
import type {FromHost, HostRequest, OpenRequest, SessionInfo, WeightsRequest} from '../host/protocol.js';

/** A worker that does not say `ready` in this time is given up: some pages' policies stop it without any event. */
export const HANDSHAKE_MILLISECONDS = 5000;
/** While requests wait, a silent worker is asked for a sign of life this often, and given up after this many questions without one. */
export const PING_MILLISECONDS = 3000;
export const UNANSWERED_PINGS = 3;

export type WorkerHandle = HostHandle & {onerror: ((event: ErrorEvent) => void) | null};
export type Clock = {setTimeout(callback: () => void, milliseconds: number): unknown; clearTimeout(timer: unknown): void};

export type ConnectionParts = {
  /** Starts the worker with the script of some parts behind its own. May throw where the page allows no workers. */
  startWorker(parts: string): WorkerHandle;
  /** The script of some parts of the worker, at once where it has come already. */
  partsScript(names: Iterable<string>): string | Promise<string>;
  /** The URL of a script for a worker that runs. */
  scriptUrl(script: string): string;
  startMain(): Promise<HostHandle>;
  clock: Clock;
  onLoading(message: Extract<FromHost, {type: 'loading'}>): void;
  /** A download that the page started early, if it has one and that one succeeded. */
  onWant(model: number, name: string): Promise<ArrayBuffer | undefined>;
  /** Graphics devices that this page has lost, whichever worker had them. */
  losses: {count: number};
};

export type Answer<Value> = {value: Value; info: SessionInfo | undefined};
export type RequestOptions = {signal?: AbortSignal; onProgress?: (progress: {loaded: number; total: number}) => void};
/** `Omit` on each member of a union. */
type Without<T, K extends keyof T> = T extends T ? Omit<T, K> : never;
type Pending = {
  message: HostRequest;
  onProgress: RequestOptions['onProgress'];
  resolve(answer: Answer<never>): void;
  reject(error: unknown): void;
};

/**
 * The page's line to its host: a worker, or the page's own thread where no worker starts. A worker that dies later is started once more, its
 * sessions are opened again and what was asked is asked again.
 */
export class Connection {
  kind: 'worker' | 'main' = 'worker';
  readonly #parts: ConnectionParts;
  readonly #opened = new Map<number, OpenRequest>();
  /** What sessions computed with last that do not compute with the shipped weights. */
  readonly #weights = new Map<number, WeightsRequest>();
  readonly #listeners = new Map<number, (error: Error) => void>();
  readonly #pending = new Map<number, Pending>();
  #handle: HostHandle | undefined;
  #ready = false;
  #restarts = 0;
  /** What the worker begins with. */
  readonly #needs: Set<string>;
  #lastId = 0;
  #timer: unknown;
  #unanswered = 0;
  /** Questions that the worker may leave open beyond the usual ones, while it computes what it said takes long. */
  #patience = 0;
  #error: Error | undefined;

  /** @param needs parts of the worker that are known to be needed */
  constructor(parts: ConnectionParts, needs: readonly string[] = []) {
    this.#parts = parts;
    this.#needs = new Set(needs);
    this.#start();
  }

  get sessions(): number {
    return this.#opened.size;
  }

  /** Sends a request; what a page without a host asks waits for the host. Aborting `signal` rejects with its reason at once. */
  request<Value>(body: Without<HostRequest, 'id'>, {signal, onProgress}: RequestOptions = {}): Promise<Answer<Value>> {
    if (this.#error) return Promise.reject(this.#error);
    const id = ++this.#lastId;
    const message: HostRequest = {...body, id};
    const answer = new Promise<Answer<Value>>((resolve, reject) => {
      signal?.throwIfAborted();
      // A value that cannot be cloned throws here, in the caller's promise.
      this.#handle?.postMessage(message);
      if (message.type === 'open') this.#opened.set(message.session, message);
      if (message.type === 'weights') this.#keep(message);
      this.#pending.set(id, {message, onProgress, resolve: resolve as Pending['resolve'], reject});
      this.#watch();
    });
    if (!signal) return answer;
    const abort = (): void => {
      this.#handle?.postMessage({type: 'abort', id});
      this.#settle(id)?.reject(signal.reason);
    };
    signal.addEventListener('abort', abort);
    return answer.finally(() => signal.removeEventListener('abort', abort));
  }

  /** Calls `listener` when the host is gone for good, unless `session` is closed before. */
  onLost(session: number, listener: (error: Error) => void): void {
    if (this.#error) listener(this.#error);
    else this.#listeners.set(session, listener);
  }

  /** Ends a session: its requests reject with an `AbortError`, and the host forgets it. */
  close(session: number): void {
    this.#listeners.delete(session);
    this.#weights.delete(session);
    if (!this.#opened.delete(session)) return;
    for (const [id, {message, reject}] of this.#pending) {
      if (message.type === 'file' || message.session !== session) continue;
      this.#pending.delete(id);
      reject(abortError('The session is closed.'));
    }
    this.#handle?.postMessage({type: 'close', session});
  }

  /** Ends the host. */
  terminate(): void {
    this.#error ??= abortError('The session is closed.');
    this.#stop();
  }

  #stop(): void {
    this.#parts.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#handle?.terminate();
    this.#handle = undefined;
  }

  #start(): void {
    const script = this.#parts.partsScript(this.#needs);
    if (typeof script === 'string') return this.#startWorker(script);
    // Meanwhile there is no worker; a second one of this kind may be asked for, and then this one is too old.
    const count = this.#needs.size;
    script.then(
      (ready) => !this.#error && !this.#handle && count === this.#needs.size && this.#startWorker(ready),
      () => void this.#startMain(),
    );
  }

  #startWorker(script: string): void {
    let worker: WorkerHandle;
    try {
      worker = this.#parts.startWorker(script);
    } catch {
      void this.#startMain();
      return;
    }
    this.#ready = false;
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(worker);
    };
    this.#timer = this.#parts.clock.setTimeout(() => this.#fail(worker), HANDSHAKE_MILLISECONDS);
    this.#attach(worker);
  }

  /** The worker did not start, or died. */
  #fail(worker: HostHandle): void {
    if (worker !== this.#handle) return;
    const started = this.#ready;
    this.#stop();
    if (!started) void this.#startMain();
    else if (this.#restarts++ === 0) this.#start();
    else this.#lose('The worker that computes this model stopped twice; press retry to start it again.');
  }

  /** A worker that lacks a part gets it as a script; from then on the page's workers begin with it. */
  async #send(name: string, handle: HostHandle): Promise<void> {
    let url: string | undefined;
    try {
      url = this.#parts.scriptUrl(await this.#parts.partsScript([name]));
      this.#needs.add(name);
    } catch {
      // The host says what that means for what was asked.
    }
    handle.postMessage({type: 'part', name, url});
  }

  async #startMain(): Promise<void> {
    try {
      const handle = await this.#parts.startMain();
      if (this.#error) return handle.terminate();
      this.kind = 'main';
      this.#attach(handle);
    } catch (cause) {
      this.#lose('This page allows no worker, and the core for the page itself could not be loaded.', cause);
    }
  }

  #lose(message: string, cause?: unknown): void {
    const error = new GenerativeError('worker-lost', message, {cause});
    this.#error = error;
    for (const {reject} of this.#pending.values()) reject(error);
    this.#pending.clear();
    this.#opened.clear();
    for (const listener of this.#listeners.values()) listener(error);
    this.#listeners.clear();
  }

  /** Posts before the host is ready wait in its port. */
  #attach(handle: HostHandle): void {
    this.#handle = handle;
    this.#unanswered = this.#patience = 0;
    const {count} = this.#parts.losses;
    if (count > 0) handle.postMessage({type: 'losses', count});
    handle.onmessage = ({data}) => this.#receive(data, handle);
    for (const open of this.#opened.values()) handle.postMessage(open);
    for (const weights of this.#weights.values()) if (!this.#pending.has(weights.id)) handle.postMessage(weights);
    for (const {message} of this.#pending.values()) if (message.type !== 'open') handle.postMessage(message);
  }

  #receive(message: FromHost, handle: HostHandle): void {
    if (handle !== this.#handle) return;
    this.#unanswered = 0;
    switch (message.type) {
      case 'ready':
        this.#parts.clock.clearTimeout(this.#timer);
        this.#timer = undefined;
        this.#ready = true;
        this.#watch();
        break;
      case 'loss':
        this.#parts.losses.count++;
        break;
      case 'busy':
        this.#patience = Math.ceil(message.milliseconds / PING_MILLISECONDS);
        break;
      case 'part':
        void this.#send(message.name, handle);
        break;
      case 'unable':
        this.#needs.add(message.part);
        this.#stop();
        this.#start();
        break;
      case 'result':
        this.#settle(message.id)?.resolve({value: message.value as never, info: message.info});
        break;
      case 'error':
        this.#settle(message.id)?.reject(fromPortable(message.error));
        break;
      case 'progress':
        this.#pending.get(message.id)?.onProgress?.({loaded: message.loaded, total: message.total});
        break;
      case 'loading':
        this.#parts.onLoading(message);
        break;
      case 'want':
        void this.#parts.onWant(message.model, message.name).then((buffer) => {
          handle.postMessage({type: 'primed', id: message.id, buffer});
        });
    }
  }

  #keep(message: WeightsRequest): void {
    const {session, weights} = message;
    if (weights === null) this.#weights.delete(session);
    else if (this.#opened.has(session)) this.#weights.set(session, message);
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  /** No event tells that a worker was killed; only its silence does. */
  #watch(): void {
    if (!this.#ready || this.kind === 'main' || this.#timer !== undefined || this.#pending.size === 0) return;
    this.#timer = this.#parts.clock.setTimeout(() => {
      this.#timer = undefined;
      const handle = this.#handle;
      if (!handle || this.#pending.size === 0) return;
      if (this.#unanswered++ >= UNANSWERED_PINGS + this.#patience) return this.#fail(handle);
      handle.postMessage({type: 'ping'});
      this.#watch();
    }, PING_MILLISECONDS);
  }
}
