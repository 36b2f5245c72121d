import * as tf from '@tensorflow/tfjs-core';
import type {Graph, Weights} from '../format/graph.js';
import {ADAM} from './adam.js';
import {ExampleStream} from './example-stream.js';
import {checkLoss, gradientsAt} from './gradients.js';
import type {Learner, LearnerOptions, Losses} from './learner.js';
import type {ExampleSet, Objective} from './objectives/objective.js';
import type {LoneProblem} from './objectives/problem.js';
import {ParameterLayout} from './parameters.js';
import type {LearningOptions} from './protocol.js';

type Tensors = {parameters: tf.Tensor1D; first: tf.Tensor1D; second: tf.Tensor1D};

/**
 * Steps on tfjs-webgpu. Parameters and their moments stay on the device as one flat tensor each, so that Adam is a dozen operations and not a dozen for every
 * weight; nothing is read back but what is shown.
 */
export class WebgpuLearner<Set extends ExampleSet> implements Learner {
  readonly #graphs: Record<string, Graph>;
  readonly #layout: ParameterLayout;
  readonly #stream: ExampleStream<Set>;
  readonly #problem: LoneProblem<Set>;
  #objective: Objective<Set>;
  #batchSize: number;
  #tensors: Tensors;
  #last: {step: number; losses: Record<string, tf.Scalar>} = {step: 0, losses: {}};

  constructor({graphs, problem, seed, options, checkpoint}: LearnerOptions<Set, LoneProblem<Set>>) {
    this.#graphs = graphs;
    this.#problem = problem;
    this.#layout = new ParameterLayout(graphs);
    this.#stream = new ExampleStream(problem.examples, seed);
    this.#objective = problem.objective(options.objective);
    this.#batchSize = options.batchSize;
    const parameters = checkpoint?.parameters ?? new Float32Array(this.#layout.size);
    if (!checkpoint) this.#layout.gather(parameters);
    const [first, second] = checkpoint?.moments ?? [new Float32Array(parameters.length), new Float32Array(parameters.length)];
    this.#tensors = {parameters: tf.tensor1d(parameters), first: tf.tensor1d(first), second: tf.tensor1d(second)};
  }

  step(step: number, learningRate: number): void {
    tf.dispose(this.#last.losses);
    const before = this.#tensors;
    const {losses, ...tensors} = tf.tidy(() => {
      const batch = this.#stream.batch(this.#objective, (step - 1) * this.#batchSize, this.#batchSize);
      const weights = this.#layout.slices(before.parameters);
      const {loss, parts, gradients} = gradientsAt(this.#objective, this.#graphs, this.#layout, weights, batch);
      const gradient = tf.concat(gradients.map((part) => tf.reshape(part, [-1]))) as tf.Tensor1D;
      return {losses: {loss, ...parts}, ...adam(before, gradient, step, learningRate)};
    });
    tf.dispose(before);
    this.#tensors = tensors;
    this.#last = {step, losses};
  }

  async losses(): Promise<Losses> {
    const {step, losses} = this.#last;
    const values = await Promise.all(Object.values(losses).map((loss) => loss.data()));
    const read = Object.fromEntries(Object.keys(losses).map((name, index) => [name, values[index]![0]!]));
    if (step > 0) checkLoss(read.loss!, step);
    return read;
  }

  async weights(): Promise<Weights> {
    return this.#layout.weights((await this.#tensors.parameters.data()) as Float32Array);
  }

  async save() {
    const {parameters, first, second} = this.#tensors;
    const [values, mean, square] = await Promise.all([parameters, first, second].map((tensor) => tensor.data()));
    return {parameters: values!.slice() as Float32Array, moments: [mean!.slice(), square!.slice()] as [Float32Array, Float32Array]};
  }

  change(options: LearningOptions): void {
    this.#batchSize = options.batchSize;
    this.#objective = this.#problem.objective(options.objective);
  }

  dispose(): void {
    tf.dispose([this.#tensors, this.#last.losses]);
  }
}

/** Kingma and Ba 2015, with the corrections of both moments in the rate, as ShardedAdam has them. */
function adam({parameters, first, second}: Tensors, gradient: tf.Tensor1D, step: number, rate: number): Tensors {
  const {beta1, beta2, epsilon} = ADAM;
  const corrected = (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
  const mean = tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)) as tf.Tensor1D;
  const square = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)) as tf.Tensor1D;
  const change = tf.div(tf.mul(mean, corrected), tf.add(tf.sqrt(square), epsilon));
  return {parameters: tf.sub(parameters, change) as tf.Tensor1D, first: mean, second: square};
}
