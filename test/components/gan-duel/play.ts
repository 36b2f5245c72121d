import {freshModel} from '../../../components/gan-duel/fresh-model.js';
import {diagnose, type Diagnosis} from '../../../components/gan-duel/diagnosis.js';
import {DEFAULTS, type Settings} from '../../../components/gan-duel/duel-state.js';
import {learning} from '../../../components/gan-duel/game.js';
import {Measure} from '../../../components/gan-duel/measure.js';
import {generated, judged, latents, questions, type Judged} from '../../../components/gan-duel/scene.js';
import type {Coverage} from '../../../src/data/coverage.js';
import type {DensityName} from '../../../src/data/density-names.js';
import {type BakedNet, readBakedNet} from '../../../src/format/baked-net.js';
import type {Graph} from '../../../src/format/graph.js';
import {GameLearner} from '../../../src/training/game-learner.js';
import type {ExampleSet} from '../../../src/training/objectives/objective.js';
import {PROBLEMS} from '../../../src/training/objectives/index.js';
import type {Game} from '../../../src/training/objectives/problem.js';

const EXTENT = 4.5;

type Make = (graphs: Record<string, Graph>, settings: Settings) => GameLearner<ExampleSet>;

export type Moment = {step: number; diagnosis: Diagnosis; coverage: Coverage; judged: Judged};

/** The figure's game without the figure: the same nets, settings, measures and words. */
export class Play {
  readonly moments: Moment[] = [];
  readonly #seed: number;
  readonly #measure: Measure;
  #learner: GameLearner<ExampleSet>;
  #settings: Settings;
  #steps = 0;
  readonly #make: Make;
  readonly #graphs: Record<string, Graph>;

  static async of(settings: Settings = DEFAULTS, {seed = 7, data = '8gaussians' as DensityName} = {}): Promise<Play> {
    const {manifest, topologies, primed} = await freshModel({id: 'fresh', data, seed, layers: settings.layers, width: settings.width});
    const graphs: Record<string, Graph> = {};
    for (const side of ['discriminator', 'generator']) {
      graphs[side] = readBakedNet(topologies![side] as BakedNet, await primed![`${side}.bin`]!);
    }
    const problem = PROBLEMS.gan!(manifest!, {kind: 'density', name: data}) as Game<ExampleSet>;
    const make = (from: Record<string, Graph>, now: Settings) =>
      new GameLearner({graphs: from, problem, seed, options: learning(now), checkpoint: undefined});
    return new Play(graphs, make, settings, seed, (await Measure.of(data, seed, 2000))!);
  }

  private constructor(graphs: Record<string, Graph>, make: Make, settings: Settings, seed: number, measure: Measure) {
    this.#graphs = graphs;
    this.#make = make;
    this.#settings = settings;
    this.#seed = seed;
    this.#measure = measure;
    this.#learner = make(graphs, settings);
  }

  /** Takes other settings on the way, as `Duel.turn` does. */
  turn(settings: Settings): void {
    if (settings.optimizer !== this.#settings.optimizer) {
      const weights = this.#learner.weights();
      this.#learner.dispose();
      const graphs = Object.entries(this.#graphs).map(
        ([role, graph]) => [role, {...graph, weights: graph.weights.map((spec, i) => ({...spec, data: weights[role]![i]!}))}] as const,
      );
      this.#learner = this.#make(Object.fromEntries(graphs), settings);
    } else this.#learner.change(learning(settings));
    this.#settings = settings;
  }

  /** Plays, and measures every `every` steps. */
  steps(count: number, every = 25): Moment {
    for (let i = 1; i <= count; i++) {
      this.#learner.step(++this.#steps, this.#settings.rate.generator);
      if (i % every === 0) this.#look();
    }
    return this.moments.at(-1)!;
  }

  dispose(): void {
    this.#learner.dispose();
  }

  #look(): void {
    const weights = this.#learner.weights();
    const {samples} = generated(perceptron(weights.generator!, latents(this.#seed), 2));
    const {points, floor} = this.#measure;
    const answers = perceptron(weights.discriminator!, questions(EXTENT, points, samples, [0, 0]), 2);
    const seen = judged(answers, points.length / 2, EXTENT, this.#settings.loss);
    const coverage = this.#measure.coverage(samples);
    const memory = [...this.moments.slice(-23).map((moment) => moment.coverage), coverage];
    this.moments.push({step: this.#steps, diagnosis: diagnose(memory, seen, floor), coverage, judged: seen});
  }
}

/** Dense layers with rectifiers between them. */
function perceptron(weights: readonly Float32Array[], inputs: Float32Array, size: number): Float32Array {
  let [values, width] = [inputs, size];
  const count = inputs.length / size;
  for (let layer = 0; layer < weights.length; layer += 2) {
    const [kernel, bias] = [weights[layer]!, weights[layer + 1]!];
    const next = new Float32Array(count * bias.length);
    for (let row = 0; row < count; row++) {
      for (let out = 0; out < bias.length; out++) {
        let sum = bias[out]!;
        for (let i = 0; i < width; i++) sum += values[row * width + i]! * kernel[i * bias.length + out]!;
        next[row * bias.length + out] = layer + 2 < weights.length ? Math.max(0, sum) : sum;
      }
    }
    [values, width] = [next, bias.length];
  }
  return values;
}
