import {GenerativeError} from '../format/errors.js';
import type {FromTraining, ToTraining} from '../training/protocol.js';
import type {Clock} from './connection.js';

/** Until a blob worker says its first word: some policies stop it without any event. */
export const HELLO_MILLISECONDS = 5000;
/** Until a worker has loaded its script over a slow line. */
export const LOAD_MILLISECONDS = 60_000;

export type TrainingHandle = {
  postMessage(message: ToTraining): void;
  onmessage: ((event: MessageEvent<FromTraining>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
};

export type TrainingParts = {
  /** A worker from a URL, or from a script as text. May throw where the page allows none. */
  startWorker(script: {url: string} | {text: string}): TrainingHandle;
  clock: Clock;
};

type Outcome = 'loaded' | 'no script' | 'no worker';

/**
 * Starts a worker from `url`, which may be on another origin: a worker that is named by its URL where that is the page's own, one from a blob that loads it, or
 * one from a blob that holds it, whichever the page's policy lets start.
 * @throws GenerativeError `no-worker`, `network`
 */
export async function startTrainingWorker(parts: TrainingParts, url: string, ownOrigin = globalThis.origin): Promise<TrainingHandle> {
  const ways: (() => Promise<TrainingHandle | Exclude<Outcome, 'loaded'>>)[] = [
    ...(new URL(url).origin === ownOrigin ? [() => attempt(parts, {url}, LOAD_MILLISECONDS)] : []),
    () => attempt(parts, {text: loader(url)}, HELLO_MILLISECONDS),
  ];
  let canStart = false;
  for (const way of ways) {
    const found = await way();
    if (typeof found === 'object') return found;
    canStart ||= found === 'no script';
  }
  let text: string;
  try {
    text = await fetchText(url);
  } catch (cause) {
    if (canStart)
      throw new GenerativeError('network', `${url}: the code for training could not be fetched (${(cause as Error).message})`, {cause});
    throw refused();
  }
  const found = await attempt(parts, {text}, HELLO_MILLISECONDS);
  if (typeof found === 'object') return found;
  throw refused();
}

function refused(): GenerativeError {
  return new GenerativeError('no-worker', 'No worker for training: the policy of the page must let `worker-src` have `blob:`.');
}

/** Loads a script from another origin, and says whether it is the script or the worker that is not allowed. */
function loader(url: string): string {
  return `postMessage({type: 'hello'});
try {
  let url = ${JSON.stringify(url)};
  for (const name of ['generative-elements', 'lit-html']) {
    try {
      if (typeof url === 'string' && self.trustedTypes) url = trustedTypes.createPolicy(name, {createScriptURL: (it) => it}).createScriptURL(url);
    } catch {}
  }
  importScripts(url);
} catch {
  postMessage({type: 'refused'});
}`;
}

type Word = FromTraining | {type: 'hello'} | {type: 'refused'};

function attempt(
  parts: TrainingParts,
  script: {url: string} | {text: string},
  patience: number,
): Promise<TrainingHandle | 'no script' | 'no worker'> {
  return new Promise((resolve) => {
    let worker: TrainingHandle;
    try {
      worker = parts.startWorker(script);
    } catch {
      return resolve('no worker');
    }
    let timer = parts.clock.setTimeout(() => end('no worker'), patience);
    const end = (outcome: Outcome): void => {
      parts.clock.clearTimeout(timer);
      worker.onmessage = worker.onerror = null;
      if (outcome !== 'loaded') worker.terminate();
      resolve(outcome === 'loaded' ? worker : outcome);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end('no worker');
    };
    worker.onmessage = ({data}: MessageEvent<Word>) => {
      if (data.type === 'loaded') return end('loaded');
      if (data.type === 'refused') return end('no script');
      parts.clock.clearTimeout(timer);
      timer = parts.clock.setTimeout(() => end('no script'), LOAD_MILLISECONDS);
    };
  });
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, {credentials: 'omit'});
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.text();
}
