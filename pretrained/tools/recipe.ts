import type {DensityName} from '../../src/data/densities.js';
import type {FlowStack} from '../../src/format/manifest.js';
import type {LayerOutput} from '../../src/format/topology.js';
import {Topology} from '../../src/format/topology.js';
import type {Encoding} from '../../src/format/write.js';
import type {AdamOptions} from '../../src/training/adam.js';
import type {GanOptions} from '../../src/training/objectives/gan.js';
import type {VaeOptions} from '../../src/training/objectives/vae.js';
import type {Schedule} from '../../src/training/schedule.js';
import type {DataName} from './data.js';

/** A net of a recipe: its Keras topology, and the weights it needs. */
export type RecipeNet = {topology: unknown; weights: Topology['weights']};

/** How a model is made: data, nets, objective, schedule. A file `pretrained/recipes/<id>.ts` has one as its default export. */
export type Recipe = VaeRecipe | GanRecipe | PlaneGanRecipe | FlowRecipe | ClassifierRecipe;

type RecipeOfAnyFamily = {
  id: string;
  title: Record<string, string>;
  seed: number;
  /** Examples in one step, over all workers. */
  batch: number;
  schedule: Schedule;
  /** The weights that are shipped are a moving average with this decay per step. */
  averageDecay: number;
  /** Fine-tuning at rounded weights (--round) from where the run ended; what is shipped comes from there. */
  rounding?: {
    steps: number;
    schedule: Schedule;
    /** Largest code of a weight that is stored in bytes, where the usual is not wanted: fewer codes are fewer bits after gzip. */
    levels: (role: string, weight: string) => number | undefined;
  };
  /** How a weight is stored, where the usual is not wanted. */
  encoding?: (role: string, weight: string) => Encoding | undefined;
  /** Largest code of a weight that is stored in bytes, where the usual is not wanted and rounding is not trained. */
  levels?: (role: string, weight: string) => number | undefined;
  nets: Record<string, RecipeNet>;
  /** A shipped model whose weights are the first ones here, by their names, and which of its nets is which role's. */
  continues?: {model: string; nets: Record<string, string>};
  /** What the card says beyond figures: what the model is, how it was trained, what it is bad at. Paragraphs of Markdown. */
  card: {
    summary: string;
    training: string;
    /** What rounding the weights cost, as --export printed it. */
    rounding: string;
    limits: string[];
  };
  /** Multiplies the spread of a kernel's first weights; 1 where nothing is said. */
  gain?: (weight: string) => number;
};

export type VaeRecipe = RecipeOfAnyFamily & {
  family: 'vae';
  data: DataName;
  /** Length of the run, unless --minutes or --steps says otherwise. */
  minutes: number;
  objective: VaeOptions;
  /** From this share of the run on, the objective with these changes. */
  late?: {from: number; objective: Partial<VaeOptions>};
  /** At the end, coordinates in which the mixture of all posteriors has the prior's mean and covariance. */
  whiten?: boolean;
  /** The class, by its label, of the picture that elements begin with. */
  start?: string;
  /** The classifier in whose features samples of the prior are compared with images, by its id. */
  judge?: string;
  /** The model that tells what is in a picture, by its id: for directions of attributes, and to measure what they do. */
  classifier?: string;
};

export type ClassifierRecipe = RecipeOfAnyFamily & {
  family: 'classifier';
  data: DataName;
  /** Length of the run, unless --minutes or --steps says otherwise. */
  steps: number;
};

export type GanRecipe = RecipeOfAnyFamily & {
  family: 'gan';
  data: DataName;
  /** Length of the run, unless --minutes or --steps says otherwise. */
  minutes: number;
  objective: GanOptions;
  /** Of both players; what is left out is Adam's usual. */
  adam: Partial<AdamOptions>;
  /** The classifier in whose features samples are compared with images, by its id. */
  judge: string;
  /** A VAE of the same data whose samples are measured as well, by its id; otherwise a normal distribution of pixels is. */
  rival?: string;
  /** How many turns the discriminator has for one of the generator. */
  turns: number;
  /** How many steps the discriminator has ahead. */
  lead?: number;
  /** The end of the run is shipped, where the checkpoint of the smallest distance is not the best to look at. */
  ships?: 'end';
};

/** Of points in the plane. */
export type PlaneGanRecipe = RecipeOfAnyFamily &
  Pick<GanRecipe, 'family' | 'objective' | 'adam' | 'turns'> & {
    space: 'plane';
    /** Points are drawn anew in each step. */
    data: DensityName;
    /** Length of the run, unless --minutes or --steps says otherwise. */
    steps: number;
    /** The generator's learning rate is this times the discriminator's, which the schedule has. */
    generatorRate: number;
  };

export type FlowRecipe = RecipeOfAnyFamily & {
  family: 'flow';
  /** Points are drawn anew in each step. */
  data: DensityName;
  /** Length of the run, unless --minutes or --steps says otherwise. */
  steps: number;
  flow: FlowStack;
};

/** Builds one net of a recipe. */
export function net(name: string, build: (topology: Topology) => LayerOutput[]): RecipeNet {
  const builder = new Topology();
  const outputs = build(builder);
  return {topology: builder.build(name, outputs), weights: builder.weights};
}
