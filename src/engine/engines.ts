import type {Engine, Found} from './engine.js';
import {SharedGpu} from './shared-gpu.js';
import {createWasmEngine} from './wasm/wasm-engine.js';

/** The engines of a thread, one of each kind, made when first wanted: nets of all models share memory and device. */
export class Engines {
  readonly gpu: SharedGpu;
  #wasm: Promise<Found> | undefined;
  #reference: Promise<Engine> | undefined;

  /** @param onLoss hears of each device that is lost */
  constructor(onLoss?: () => void) {
    this.gpu = new SharedGpu(onLoss);
  }

  wasm(): Promise<Found> {
    return (this.#wasm ??= createWasmEngine());
  }

  /** Few pages need it, so it is fetched only then. */
  reference(): Promise<Engine> {
    return (this.#reference ??= import('./reference/reference-engine.js').then(
      ({createReferenceEngine}) => createReferenceEngine(),
      (error: unknown) => {
        this.#reference = undefined;
        throw error;
      },
    ));
  }
}
