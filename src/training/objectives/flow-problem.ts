import {GenerativeError} from '../../format/errors.js';
import {FlowObjective} from './flow.js';
import {optionsOf} from './options.js';
import {pointsOf, type Points} from './points.js';
import type {PoseProblem} from './problem.js';

/** Points of a table, or of a density, drawn anew for each step. From scratch every coupling begins as the identity, so the flow as its standardisation. */
export const flowProblem: PoseProblem<Points> = (manifest, data) => {
  const {id, flow} = manifest;
  if (!flow) throw new GenerativeError('format', `${id}: a flow needs \`flow\` in its manifest`);
  return {
    examples: pointsOf(manifest, data),
    objective: (options) => {
      optionsOf({}, options);
      return new FlowObjective(flow);
    },
    gains: {couplings: 0},
  };
};
