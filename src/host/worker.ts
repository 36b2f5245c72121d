// The inference worker: one host on the worker's own port. Bundled to a string by .config/generate-worker.mjs, and to dist/worker.js.
import {Host} from './host.js';
import type {HostPort} from './protocol.js';

new Host(globalThis as unknown as HostPort, {slice: 8});
