// What the worker needs for GANs, for elements that open them in their first view.
import {WORKER_SOURCE as gan} from './worker-part-gan.generated.js';
import {WORKER_SOURCE as roles} from './worker-part-role-nets.generated.js';
import {WORKER_SOURCE as net} from './worker-part-wasm-net.generated.js';
import {provideWorkerPart} from './worker-parts.js';

export function provideGanParts(): void {
  provideWorkerPart('gan', gan);
  provideWorkerPart('role-nets', roles);
  provideWorkerPart('wasm-net', net);
}
