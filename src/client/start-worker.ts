import type {WorkerHandle} from './connection.js';
import {trustedScriptUrl} from './trusted-types.js';
import {WORKER_SOURCE} from './worker.generated.js';

const blobUrls = new Map<string, string>();

/**
 * Starts the inference worker from the URL `src` (the whole one), or from the source that is part of this script, with the script of some parts behind
 * it: a worker from another origin is refused by every browser, one from a blob is not. Throws where the page's policy forbids it; other refusals come
 * as an `error` event, or as silence.
 */
export function startWorker(parts: string, src = scriptUrl(WORKER_SOURCE + parts)): WorkerHandle {
  return new Worker(trustedScriptUrl(src), {name: 'generative-elements'}) as unknown as WorkerHandle;
}

/** A URL of this page for a script; the same for the same script. */
export function scriptUrl(script: string): string {
  const url = blobUrls.get(script) ?? URL.createObjectURL(new Blob([script], {type: 'text/javascript'}));
  blobUrls.set(script, url);
  return url;
}
