import type {Manifest} from '../../format/manifest.js';
import type {TrainingData} from '../protocol.js';
import type {ExampleSet, Objective} from './objective.js';

/** A model and data, as a family trains the one on the other. */
export type Problem<Set extends ExampleSet> = {
  examples: Set;
  /** `options` may name numbers of the family's own, with defaults for what is left out. Throws `bad-data` for a name that it does not know. */
  objective(options: Record<string, number>): Objective<Set>;
  /** By role: how large the weights of a net's last layers begin, in units of He's rule; 1 where nothing is said. */
  gains: Record<string, number>;
};

/** Throws `bad-data` where the data are none for this model. */
export type PoseProblem<Set extends ExampleSet> = (manifest: Manifest, data: TrainingData) => Problem<Set>;
