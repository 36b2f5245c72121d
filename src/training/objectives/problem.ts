import type {Manifest} from '../../format/manifest.js';
import type {ObjectiveChoices, TrainingData} from '../protocol.js';
import type {Player} from '../trainer.js';
import type {ExampleSet, Objective} from './objective.js';

/** A model and data, as a family trains the one on the other. */
export type Problem<Set extends ExampleSet> = {
  examples: Set;
  /** By role: how large the weights of a net's last layers begin, in units of He's rule; 1 where nothing is said. */
  gains: Record<string, number>;
} & (
  | {
      /** `options` may name numbers of the family's own, with defaults for what is left out. Throws `bad-data` for a name that it does not know. */
      objective(options: ObjectiveChoices): Objective<Set>;
    }
  | {
      /** Nets that are trained against each other, by the names of the players, in the order in which they play. */
      players(options: ObjectiveChoices): Record<string, Player & {objective: Objective<Set>}>;
    }
);

export type LoneProblem<Set extends ExampleSet> = Extract<Problem<Set>, {objective: unknown}>;
export type Game<Set extends ExampleSet> = Extract<Problem<Set>, {players: unknown}>;

/** Throws `bad-data` where the data are none for this model. */
export type PoseProblem<Set extends ExampleSet> = (manifest: Manifest, data: TrainingData) => Problem<Set>;
