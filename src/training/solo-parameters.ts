import type {Graph, Weights} from '../format/graph.js';
import {Exchange} from './exchange.js';
import {ParameterLayout} from './parameters.js';
import type {Checkpoint} from './protocol.js';

/** Parameters of a run that is alone on its thread, with their moments, in flat arrays: those of its graphs, or of a checkpoint. */
export class SoloParameters {
  readonly exchange: Exchange;
  readonly #layout: ParameterLayout;

  constructor(graphs: Record<string, Graph>, checkpoint: Checkpoint | undefined) {
    this.#layout = new ParameterLayout(graphs);
    this.exchange = new Exchange(Exchange.allocate(1, this.#layout.size), 0);
    const {parameters, state} = this.exchange;
    if (checkpoint) {
      parameters.set(checkpoint.parameters);
      checkpoint.moments.forEach((values, index) => state[index]!.set(values));
    } else {
      this.#layout.gather(parameters);
    }
  }

  /** The learning rate of the next steps. */
  set rate(rate: number) {
    this.exchange.control = {rate, decay: 0, flags: 0};
  }

  weights(): Weights {
    return this.#layout.weights(this.exchange.parameters);
  }

  /** Copies; the optimisers must have saved what they know. */
  save(): Pick<Checkpoint, 'parameters' | 'moments'> {
    const {parameters, state} = this.exchange;
    const copy = (values: Float32Array) => values.slice(0, this.#layout.size);
    return {parameters: copy(parameters), moments: [copy(state[0]), copy(state[1])]};
  }
}
