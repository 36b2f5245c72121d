import type {BackendChoice} from '../engine/engine.js';
import type {CallResult, OpOptions} from '../families/family.js';
import {GenerativeError} from '../format/errors.js';
import type {Weights} from '../format/graph.js';
import type {FamilyName} from '../format/manifest.js';
import type {Model} from './model.js';
import type {ModelNets} from './model-nets.js';

/** A model as one session sees it: on the nets that its sessions share, or, once this one has weights of its own, on its own. */
export class HostSession {
  readonly model: Model;
  readonly backend: BackendChoice;
  readonly #family: FamilyName;
  #own: ModelNets | undefined;
  readonly #running = new Set<Promise<unknown>>();
  /** Settles when the weights are those that were set last. */
  #changed: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(model: Model, family: FamilyName, backend: BackendChoice) {
    this.model = model;
    this.backend = backend;
    this.#family = family;
  }

  /** Rejects where the family cannot open the model. */
  get opened(): Promise<unknown> {
    return this.model.nets(this.#family, this.backend);
  }

  call(op: string, args: unknown, options: OpOptions): Promise<CallResult> {
    const result = this.#changed.then(async () => {
      const {ops} = this.#own ?? (await this.model.nets(this.#family, this.backend));
      const all = await ops;
      if (!Object.hasOwn(all, op)) throw new GenerativeError('bad-data', `there is no operation "${op}"`);
      return all[op]!(args, options);
    });
    this.#running.add(result);
    result.catch(() => {}).then(() => this.#running.delete(result));
    return result;
  }

  /** Between two calls, so that none computes with some old and some new weights. */
  setWeights(weights: Weights | null): Promise<void> {
    const before = Promise.allSettled([this.#changed, ...this.#running]);
    const change = before.then(async () => {
      if (weights === null || this.#closed) return this.#dropOwn();
      this.#own ??= await this.model.makeNets(this.#family, this.backend);
      await this.#own.setWeights(weights);
    });
    this.#changed = change.catch(() => {});
    return change;
  }

  close(): void {
    this.#closed = true;
    void this.setWeights(null);
  }

  #dropOwn(): void {
    this.#own?.dispose();
    this.#own = undefined;
  }
}
