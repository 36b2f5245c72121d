import type {BackendChoice} from '../engine/engine.js';
import type {Weights} from '../format/graph.js';
import type {FamilyName, Manifest} from '../format/manifest.js';
import type {PortableError} from '../format/portable-error.js';

/** Where a model's files are, in absolute URLs: a worker from a blob has no base of its own. Sessions with the same `model` share nets and files. */
export type ModelSource = {
  model: number;
  base: string;
  urls: Record<string, string>;
  manifest?: Manifest;
  topologies?: Record<string, unknown>;
  /** Names of files that the page is fetching already; the host asks for them by `want` when it needs them. */
  primed: string[];
};

export type OpenRequest = {type: 'open'; id: number; session: number; family: FamilyName; backend: BackendChoice; source: ModelSource};
export type CallRequest = {type: 'call'; id: number; session: number; op: string; args: unknown; progress: boolean};
export type FileRequest = {type: 'file'; id: number; model: number; name: string};
/** All nets of a session's model, with the weights that were shipped. */
export type GraphsRequest = {type: 'graphs'; id: number; session: number};
/** From the answer on the session computes with these weights, and other sessions of the model as before; with null as shipped again. */
export type WeightsRequest = {type: 'weights'; id: number; session: number; weights: Weights | null};
export type HostRequest = OpenRequest | CallRequest | FileRequest | GraphsRequest | WeightsRequest;

export type ToHost =
  | HostRequest
  | {type: 'abort'; id: number}
  | {type: 'close'; session: number}
  /** The answer to `want`; without a buffer the host fetches the file itself. */
  | {type: 'primed'; id: number; buffer: ArrayBuffer | undefined}
  /** The script of a part that the worker lacks, and of those that it needs; without one it could not be fetched. */
  | {type: 'part'; name: string; url: string | undefined}
  /** How many graphics devices this page has lost, in a worker that ended: a new one must not ask for as many again. */
  | {type: 'losses'; count: number}
  | {type: 'ping'};

/** What the host knows of a session; it comes with every answer. */
export type SessionInfo = {backend: string; fallbacks: {backend: string; reason: string}[]; verified: boolean; bytes: number};

export type FromHost =
  | {type: 'ready'}
  /** This worker was started without a part that is needed now: a family, an engine, the readers of foreign models. */
  | {type: 'part'; name: string}
  /** The page's policy keeps the part out of a worker that runs already. */
  | {type: 'unable'; part: string}
  | {type: 'result'; id: number; value: unknown; info?: SessionInfo}
  | {type: 'error'; id: number; error: PortableError}
  | {type: 'progress'; id: number; loaded: number; total: number}
  | {type: 'loading'; model: number; task: 'manifest' | 'weights'; loaded: number; total: number}
  | {type: 'want'; id: number; model: number; name: string}
  /** A graphics device was lost. */
  | {type: 'loss'}
  /** For this long from now on the host may not answer, since one step of its work takes so long; 0 when that is over. */
  | {type: 'busy'; milliseconds: number}
  | {type: 'pong'};

/** The host's end of the line: a worker's global scope or a MessagePort. */
export type HostPort = {
  postMessage(message: FromHost, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToHost>) => void) | null;
};
