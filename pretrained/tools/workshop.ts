import type {Graph} from '../../src/format/graph.js';
import type {Manifest, Metric} from '../../src/format/manifest.js';
import type {ExampleSet} from '../../src/training/objectives/objective.js';
import type {StepResult, TrainerOptions} from '../../src/training/trainer.js';
import type {ProgressLine} from './progress-line.js';
import type {Recipe} from './recipe.js';

/** One worker's part of a run, whatever is trained. */
export type Run = Omit<TrainerOptions<ExampleSet>, 'objectives' | 'examples'>;
export type Steps = {step(step: number): StepResult; dispose(): void};

/** Trained graphs: of the run, and those to be stored, which are others where rounding was trained. */
export type TrainedGraphs = {before: Record<string, Graph>; after: Record<string, Graph>};

export type Evaluation = {
  id: string;
  manifest: Manifest;
  graphs: Record<string, Graph>;
  extract: boolean;
  workers: number;
  line: ProgressLine;
};

/** What the card of a family says beside the recipe's words. */
export type CardWords = {
  metrics: Record<string, string>;
  /** Below the table of figures. */
  figures: string;
  /** Tables of figures that the list of all leaves out, because their names begin with `prefix`. */
  tables?: {prefix: string; text: (metrics: Manifest['metrics']) => string}[];
  /** Where choices were made. */
  choices: string;
  data: string;
  /** How weights are stored. */
  weights: string;
  /** By name in the manifest's extras: alternative text and caption. */
  pictures: Record<string, [string, string]>;
};

/** What training, exporting and evaluating must know of a family. */
export interface Workshop<R extends Recipe> {
  /** What examples are: images, points. */
  readonly examples: string;
  /** @param rounding fine-tuning at rounded weights */
  trainer(recipe: R, run: Run, rounding: boolean): Steps;
  /** What the weights can do so far: a line of figures, and pictures in the folder. */
  inspect(recipe: R, graphs: Record<string, Graph>, folder: string): string;
  /** How good the weights are so far, on validation examples; smaller is better. Where this is there, the best checkpoint is shipped and not the last. */
  rank?(recipe: R, graphs: Record<string, Graph>): number;
  /** What is done to trained weights before they are stored. */
  finish?(recipe: R, graphs: Record<string, Graph>): Record<string, Graph>;
  /** What the manifest says that follows from the recipe. */
  describe(
    recipe: R,
  ): Pick<Manifest, 'data' | 'latent' | 'inputs' | 'outputs' | 'flow' | 'objective'> & Partial<Pick<Manifest, 'condition'>>;
  /** Files beside the nets, made from the files as shipped, and what the manifest says of them. */
  extras(recipe: R, shipped: Record<string, Graph>): Pick<Manifest, 'latent' | 'extras'> & Partial<Pick<Manifest, 'objective'>>;
  /** What rounding the weights did to the figure that matters most: a line. */
  compareRounding(recipe: R, trained: Record<string, Graph>, shipped: Record<string, Graph>): string;
  evaluate(recipe: R, evaluation: Evaluation): Promise<Record<string, Metric>>;
  /** Digits after the point of a figure. */
  digits(metric: string): number;
  card(recipe: R): CardWords;
}
