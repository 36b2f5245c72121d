import type {Graph, Weights} from '../format/graph.js';
import type {ExampleSet} from './objectives/objective.js';
import type {Problem} from './objectives/problem.js';
import type {Checkpoint, LearningOptions} from './protocol.js';

export type Losses = Record<string, number>;

export type LearnerOptions<Set extends ExampleSet, P extends Problem<Set> = Problem<Set>> = {
  graphs: Record<string, Graph>;
  problem: P;
  seed: number;
  options: LearningOptions;
  checkpoint: Checkpoint | undefined;
};

/** Takes steps on one backend. Where it computes on another processor, `step` only asks for one, and what reads waits for it. */
export interface Learner {
  /** Step `step`, from 1. All that is random in it follows from the seed and this number. `only`: of several players the one that has turns. Throws `bad-data` where there is no such player. */
  step(step: number, learningRate: number, only?: string): void;
  /** Of the last step. */
  losses(): Losses | Promise<Losses>;
  weights(): Weights | Promise<Weights>;
  save(): Omit<Checkpoint, 'step'> | Promise<Omit<Checkpoint, 'step'>>;
  /** Batch size and objective, from the next step on. */
  change(options: LearningOptions): void;
  dispose(): void;
}
