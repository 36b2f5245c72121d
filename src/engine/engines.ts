import type {Engine, Found, Load} from './engine.js';
import {SharedGpu} from './shared-gpu.js';
import {createWasmEngine} from './wasm/wasm-engine.js';

export type EnginesOptions = {
  /** Hears of each device that is lost. */
  onLoss?: () => void;
  load?: Load;
};

/** The engines of a thread, one of each kind, made when first wanted: nets of all models share memory and device. */
export class Engines {
  readonly gpu: SharedGpu;
  readonly #load: Load;
  #wasm: Promise<Found> | undefined;
  #reference: Promise<Engine> | undefined;

  constructor({onLoss = () => {}, load = (importPart) => importPart()}: EnginesOptions = {}) {
    this.#load = load;
    // wasm is there already, and is tested against the reference on every net; the reference would be 3 kB more to fetch.
    this.gpu = new SharedGpu(onLoss, load, async () => (await this.wasm()).engine ?? this.reference());
  }

  wasm(): Promise<Found> {
    return (this.#wasm ??= createWasmEngine(this.#load));
  }

  /** Few pages need it, so it is fetched only then. */
  reference(): Promise<Engine> {
    return (this.#reference ??= this.#load(() => import('./reference/reference-engine.js')).then(
      ({createReferenceEngine}) => createReferenceEngine(),
      (error: unknown) => {
        this.#reference = undefined;
        throw error;
      },
    ));
  }
}
