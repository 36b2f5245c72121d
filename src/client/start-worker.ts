import type {WorkerHandle} from './connection.js';
import {WORKER_SOURCE} from './worker.generated.js';

type Policy = {createScriptURL(url: string): string};
type TrustedTypes = {createPolicy(name: string, rules: Policy): Policy};

let policy: Policy | undefined;
const blobUrls = new Map<string, string>();

/**
 * Starts the inference worker from the URL `src` (the full one), or from the source that is part of this script: a worker from another origin is refused by
 * every browser, one from a blob is not. Throws where the page's policy forbids it; other refusals come as an `error` event, or as silence.
 */
export function startWorker(src?: string, source = WORKER_SOURCE): WorkerHandle {
  const url = src ?? blobUrls.get(source) ?? URL.createObjectURL(new Blob([source], {type: 'text/javascript'}));
  if (src === undefined) blobUrls.set(source, url);
  return new Worker(trusted(url), {name: 'generative-elements'}) as unknown as WorkerHandle;
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
