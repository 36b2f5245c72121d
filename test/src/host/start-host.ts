import {createCompute} from '../../../src/engine/compute.js';
import type {Engines} from '../../../src/engine/engines.js';
import type {Compute} from '../../../src/engine/engine.js';
import {Host} from '../../../src/host/host.js';
import type {HostHandle} from '../../../src/host/main-thread.js';
import type {HostPort} from '../../../src/host/protocol.js';

/** A host on this thread whose engines the test holds; `wrap` may put itself between the two. */
export function startHost(engines: Engines, wrap: (compute: Compute) => Compute = (compute) => compute): HostHandle {
  const {port1, port2} = new MessageChannel();
  new Host(port2 as HostPort, {slice: 8, createCompute: async (options) => wrap(await createCompute(options, engines))});
  return {
    postMessage: (message) => port1.postMessage(message),
    set onmessage(listener: HostHandle['onmessage']) {
      port1.onmessage = listener;
    },
    terminate: () => port1.close(),
  };
}
