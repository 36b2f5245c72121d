import {Host} from './host.js';
import type {FromHost, HostPort, ToHost} from './protocol.js';

/** The page's end of a host, shaped like a Worker. */
export type HostHandle = {
  postMessage(message: ToHost): void;
  onmessage: ((event: MessageEvent<FromHost>) => void) | null;
  terminate(): void;
};

/**
 * The same host on the page's own thread, for pages that refuse workers: inference only, in slices well below 30 ms. Messages go through a
 * MessageChannel, so each one is a task of its own and the page stays in between.
 *
 * @param slice milliseconds of computation before other requests get a turn
 */
export function startMainThreadHost(slice = 10): HostHandle {
  const {port1, port2} = new MessageChannel();
  const host = new Host(port2 as HostPort, {slice});
  return {
    postMessage: (message) => port1.postMessage(message),
    set onmessage(listener: HostHandle['onmessage']) {
      port1.onmessage = listener;
    },
    terminate: () => {
      host.dispose();
      port1.close();
    },
  };
}
