// What the worker needs for flows, for elements that open them in their first view.
import {WORKER_SOURCE as flow} from './worker-part-flow.generated.js';
import {WORKER_SOURCE as flowNet} from './worker-part-flow-net.generated.js';
import {WORKER_SOURCE as routed} from './worker-part-routed-flow.generated.js';
import {WORKER_SOURCE as kernels} from './worker-part-wasm-flow.generated.js';
import {provideWorkerPart} from './worker-parts.js';

export function provideFlowParts(): void {
  provideWorkerPart('flow', flow);
  provideWorkerPart('flow-net', flowNet);
  provideWorkerPart('routed-flow', routed);
  provideWorkerPart('wasm-flow', kernels);
}
