import type {ErrorCode} from '../format/errors.js';

const reach = {bubbles: true, composed: true};

/** `milliseconds` from the start of loading to the painted output, `bytes` of model files fetched. */
export type ReadyDetail = {backend: string; milliseconds: number; bytes: number};

/** The first output of the model has been painted. */
export class GenReadyEvent extends CustomEvent<ReadyDetail> {
  constructor(detail: ReadyDetail) {
    super('gen-ready', {...reach, detail});
  }
}

export type ProgressDetail = {task: string; loaded: number; total: number};

/** Something is being fetched or computed that takes a while; `loaded` and `total` are bytes. */
export class GenProgressEvent extends CustomEvent<ProgressDetail> {
  constructor(detail: ProgressDetail) {
    super('gen-progress', {...reach, detail});
  }
}

/** A user action changed the state, which is what `getState()` returns. */
export class GenChangeEvent<State = unknown> extends CustomEvent<{state: State}> {
  constructor(state: State) {
    super('gen-change', {...reach, detail: {state}});
  }
}

/** Loss in nats an example, whole and in its parts by name. */
export type TrainDetail = {step: number; losses: Record<string, number>; stepsPerSecond: number; examplesPerSecond: number};

/** A model is being trained; at most ten of them a second. */
export class GenTrainEvent extends CustomEvent<TrainDetail> {
  constructor(detail: TrainDetail) {
    super('gen-train', {...reach, detail});
  }
}

export type ErrorDetail = {code: ErrorCode; message: string; cause: unknown};

/** A fault that the element shows to the reader as well. */
export class GenErrorEvent extends CustomEvent<ErrorDetail> {
  constructor(detail: ErrorDetail) {
    super('gen-error', {...reach, detail});
  }
}

declare global {
  interface HTMLElementEventMap {
    'gen-ready': GenReadyEvent;
    'gen-progress': GenProgressEvent;
    'gen-change': GenChangeEvent;
    'gen-train': GenTrainEvent;
    'gen-error': GenErrorEvent;
  }
}
