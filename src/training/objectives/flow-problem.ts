import {DENSITIES} from '../../data/densities.js';
import {checkBatch} from '../../families/batches.js';
import {GenerativeError} from '../../format/errors.js';
import type {Manifest} from '../../format/manifest.js';
import type {TrainingData} from '../protocol.js';
import {drawnPoints, FlowObjective, listedPoints, type Points} from './flow.js';
import {optionsOf} from './options.js';
import type {PoseProblem} from './problem.js';

/** As many rows as a reader's table may have. */
const MOST_POINTS = 100_000;

/** Points of a table, or of a density, drawn anew for each step. From scratch every coupling begins as the identity, so the flow as its standardisation. */
export const flowProblem: PoseProblem<Points> = (manifest, data) => {
  const {id, flow} = manifest;
  if (!flow) throw new GenerativeError('format', `${id}: a flow needs \`flow\` in its manifest`);
  return {
    examples: points(manifest, data),
    objective: (options) => {
      optionsOf({}, options);
      return new FlowObjective(flow);
    },
    gains: {couplings: 0},
  };
};

function points({data: {shape}}: Manifest, data: TrainingData): Points {
  if (!('kind' in data)) {
    checkBatch(data, shape, 'data', MOST_POINTS);
    return listedPoints(data.data, shape[0]!);
  }
  const density = Object.hasOwn(DENSITIES, data.name) ? DENSITIES[data.name] : undefined;
  if (!density)
    throw new GenerativeError('bad-data', `data.name: there is no density "${data.name}"; there is ${Object.keys(DENSITIES).join(', ')}`);
  return drawnPoints((count, random) => density.sample(count, random));
}
