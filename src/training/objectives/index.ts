import type {FamilyName} from '../../format/manifest.js';
import {flowProblem} from './flow-problem.js';
import {ganProblem} from './gan-problem.js';
import type {ExampleSet} from './objective.js';
import type {PoseProblem} from './problem.js';
import {vaeProblem} from './vae-problem.js';

/** The families that a page can train. What a set of examples is, only the family's own objective knows. */
export const PROBLEMS = {vae: vaeProblem, flow: flowProblem, gan: ganProblem} as unknown as Partial<
  Record<FamilyName, PoseProblem<ExampleSet>>
>;
