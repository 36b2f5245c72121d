/** The models without the elements: open a pretrained model in the page's shared worker and call its operations. No DOM, no Lit. */
export {openModel} from './client/open-model.js';
export type * from './client/session.js';
export type {BackendChoice, BackendName, RunStats} from './engine/engine.js';
export type {FlowOps, GanOps, OpOptions, VaeOps} from './families/family.js';
export {FormatError, GenerativeError} from './format/errors.js';
export type {ErrorCode} from './format/errors.js';
export type {Batch} from './format/graph.js';
export type {FamilyName, Manifest} from './format/manifest.js';
