// What the worker needs for VAEs, for elements that open them in their first view.
import {WORKER_SOURCE as vae} from './worker-part-vae.generated.js';
import {WORKER_SOURCE as roles} from './worker-part-role-nets.generated.js';
import {WORKER_SOURCE as net} from './worker-part-wasm-net.generated.js';
import {provideWorkerPart} from './worker-parts.js';

export function provideVaeParts(): void {
  provideWorkerPart('vae', vae);
  provideWorkerPart('role-nets', roles);
  provideWorkerPart('wasm-net', net);
}
