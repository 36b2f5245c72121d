// The entry of dist/training.js: tfjs-wasm, our gradient kernels on its heap and the loop, in one file for a worker of its own. No DOM.
// For its side effect: tfjs-core alone has no gradients registered.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import * as tf from '@tensorflow/tfjs-core';
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import type {Graph} from '../format/graph.js';
import {Exchange} from './exchange.js';
import {registerTrainingKernels} from './kernels.js';
import type {Examples} from './objectives/objective.js';
import {VaeObjective, type VaeOptions} from './objectives/vae.js';
import {ParameterLayout} from './parameters.js';
import {Trainer, type StepResult} from './trainer.js';

export {readLayersModel} from '../format/read-layers-model.js';

export type TrainingOptions = {
  /** By role (`encoder`, `decoder`), with the weights to start from. */
  graphs: Record<string, Graph>;
  objective: VaeOptions;
  examples: Examples;
  /** Examples in one step. */
  batch: number;
  /** Same seed and backend, same losses. */
  seed: number;
  /** Learning rate of Adam (Kingma and Ba 2015). */
  rate: number;
};

/**
 * Starts tfjs-wasm with our kernels, once.
 * @param folder URL with a trailing slash of the folder that holds `tfjs-backend-wasm-simd.wasm`; by default `training/` beside this file.
 */
export async function startBackend(folder = new URL('training/', import.meta.url).href): Promise<void> {
  // The threaded build hides its memory, which our kernels work on.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(folder);
  if (!(await tf.setBackend('wasm'))) throw new Error('tfjs-wasm did not start: this browser or this page allows no WebAssembly');
  await registerTrainingKernels();
}

/** Trains the nets of a variational autoencoder, one step a call. `startBackend` goes first. A step blocks its thread. */
export class Training {
  /** Learning rate of the next steps. */
  rate: number;
  readonly #exchange: Exchange;
  readonly #layout: ParameterLayout;
  readonly #trainer: Trainer<Examples>;
  #step = 0;

  constructor({graphs, objective, examples, batch, seed, rate}: TrainingOptions) {
    this.rate = rate;
    this.#layout = new ParameterLayout(graphs);
    this.#exchange = new Exchange(Exchange.allocate(1, this.#layout.size), 0);
    this.#layout.gather(this.#exchange.parameters);
    this.#layout.gather(this.#exchange.state[2]);
    const loss = new VaeObjective(objective);
    this.#trainer = new Trainer({graphs, objectives: [loss, loss], examples, exchange: this.#exchange, batch, seed});
  }

  /** Losses in nats per example. */
  step(): StepResult {
    this.#exchange.control = {rate: this.rate, decay: 0, flags: 0};
    return this.#trainer.step(++this.#step);
  }

  /** Copies of the weights by role, in the order of `graph.weights`: what `setWeights` of a net takes. */
  weights(): Record<string, Float32Array[]> {
    const graphs = Object.entries(this.#layout.graphs(this.#exchange.parameters));
    return Object.fromEntries(graphs.map(([role, {weights}]) => [role, weights.map(({data}) => data)]));
  }

  dispose(): void {
    this.#trainer.dispose();
  }
}
