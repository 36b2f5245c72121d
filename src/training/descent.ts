import type {Exchange} from './exchange.js';
import type {Range} from './adam.js';

/** What changes parameters by their gradients: those of one worker's shard, or of the part of it that lies in a range. */
export interface Optimizer {
  /** Step `step` (from 1) with the learning rate `rate`: gradients of the exchange in, parameters of the exchange out. `decay` is that of their moving average. */
  update(step: number, rate: number, decay: number): void;
  /** Takes the parameters from the exchange, where somebody has changed them. */
  reload(): void;
  /** Writes its state to the exchange. */
  save(): void;
  dispose(): void;
}

/** Plain gradient descent, whose steps are as short as the gradient is: what vanishes stays vanished. Its only state is the moving average. */
export class Descent implements Optimizer {
  readonly #exchange: Exchange;
  readonly #range: Range;
  readonly #gradients: Float32Array;

  constructor(exchange: Exchange, range: Range = exchange) {
    this.#exchange = exchange;
    const start = Math.max(range.start, exchange.start);
    this.#range = {start, end: Math.max(start, Math.min(range.end, exchange.end))};
    this.#gradients = new Float32Array(this.#range.end - start);
  }

  update(_step: number, rate: number, decay: number): void {
    const {start, end} = this.#range;
    const {parameters, state} = this.#exchange;
    this.#exchange.meanGradients(this.#gradients, start, end);
    const average = state[2];
    for (let i = start; i < end; i++) {
      parameters[i]! -= rate * this.#gradients[i - start]!;
      average[i]! += (1 - decay) * (parameters[i]! - average[i]!);
    }
  }

  reload(): void {}

  save(): void {}

  dispose(): void {}
}
