import type {WorkerHandle} from './connection.js';
import {WORKER_SOURCE} from './worker.generated.js';

type Policy = {createScriptURL(url: string): string};
type TrustedTypes = {createPolicy(name: string, rules: Policy): Policy};

let policy: Policy | undefined;
const blobUrls = new Map<string, string>();

/**
 * Starts the inference worker from the URL `src` (the whole one), or from the source that is part of this script, with the script of some parts behind
 * it: a worker from another origin is refused by every browser, one from a blob is not. Throws where the page's policy forbids it; other refusals come
 * as an `error` event, or as silence.
 */
export function startWorker(parts: string, src = scriptUrl(WORKER_SOURCE + parts)): WorkerHandle {
  return new Worker(trusted(src), {name: 'generative-elements'}) as unknown as WorkerHandle;
}

/** A URL of this page for a script; the same for the same script. */
export function scriptUrl(script: string): string {
  const url = blobUrls.get(script) ?? URL.createObjectURL(new Blob([script], {type: 'text/javascript'}));
  blobUrls.set(script, url);
  return url;
}

/** Pages that require Trusted Types allow this policy by its name. */
function trusted(url: string): string {
  const {trustedTypes} = globalThis as {trustedTypes?: TrustedTypes};
  try {
    policy ??= trustedTypes?.createPolicy('generative-elements', {createScriptURL: (script) => script});
  } catch {
    // The page allows other policies only. Where it does not enforce them on workers, the plain URL still works.
  }
  return policy?.createScriptURL(url) ?? url;
}
