import {DENSITIES, type DensityName} from '../../src/data/densities.js';
import {Random} from '../../src/data/random.js';
import type {CouplingLayer, FlowStack} from '../../src/format/manifest.js';
import {type FlowRecipe, type RecipeNet, net} from './recipe.js';

const STANDARDISING_POINTS = 20_000;

/** Couplings that transform the two coordinates in turns, each with a net 1 → hidden → hidden → parameters. */
export type Couplings = {count: number; hidden: number} & (
  {kind: 'affine'; bound: number} | {kind: 'rational-quadratic'; bins: number; bound: number}
);

type Choices = Pick<FlowRecipe, 'title' | 'steps'> & {
  couplings: Couplings;
  /** What the data look like, for the card. */
  what: string;
  /** What this flow is bad at, beside what all are. */
  limits: string[];
} & Partial<FlowRecipe>;

const PAPERS = {
  affine: 'affine couplings (RealNVP, Dinh et al. 2017)',
  'rational-quadratic': 'rational-quadratic spline couplings (Durkan et al. 2019)',
};

/** What runs of tens of thousands of steps need; weights in half floats, since rounding them further costs more than such a run gains. */
export const LONG_RUN = {
  // At twice this rate the rings fell apart after 20,000 steps and did not recover.
  schedule: {rate: 2e-3, warmUp: 100, hold: 0.2},
  averageDecay: 0.9995,
  encoding: () => 'float16' as const,
};

/** The recipe of `flow-<data>`: what all flows in the plane have in common, and what `choices` say. */
export function flowRecipe(data: DensityName, {couplings, what, limits, ...choices}: Choices): FlowRecipe {
  return {
    id: `flow-${data}`,
    family: 'flow',
    data,
    seed: 1,
    batch: 256,
    schedule: {rate: 4e-3, warmUp: 100, hold: 0.2},
    averageDecay: 0.998,
    flow: {standardise: standardisation(data), layers: layersOf(couplings)},
    nets: {couplings: couplingNets(couplings)},
    // The last layers start at zero: a flow begins as the standardisation alone.
    gain: (weight) => (/^parameters_/.test(weight) ? 0 : 1),
    card: {
      summary: `a normalizing flow of ${couplings.count} ${PAPERS[couplings.kind]} on points in the plane: ${what}.`,
      training:
        'Mean −log p, exact, on points that are drawn anew in each step. Adam, cosine decay of the learning rate, moving average of the weights.',
      rounding: '',
      limits: [
        ...limits,
        'A flow bends one sheet: it cannot tear it, so parts that are apart in the data hang together by faint threads.',
        'Far from the data the density is that of the base, stretched; what is drawn there means little.',
      ],
    },
    ...choices,
  };
}

function layersOf({count, hidden: _, ...kind}: Couplings): CouplingLayer[] {
  return Array.from({length: count}, (_, k) => ({mask: k % 2 === 0 ? [1, 0] : [0, 1], net: 'couplings', output: k, ...kind}));
}

/** One model with an input and an output for each coupling. */
function couplingNets(couplings: Couplings): RecipeNet {
  const parameters = couplings.kind === 'affine' ? 2 : 3 * couplings.bins - 1;
  return net('couplings', (t) =>
    Array.from({length: couplings.count}, (_, k) => {
      const x = t.input(`passing_${k}`, [1]);
      const first = t.dense(x, couplings.hidden, {activation: 'tanh', name: `first_${k}`});
      const second = t.dense(first, couplings.hidden, {activation: 'tanh', name: `second_${k}`});
      return t.dense(second, parameters, {name: `parameters_${k}`});
    }),
  );
}

/** Mean and standard deviation of each coordinate, two digits. */
function standardisation(data: DensityName): FlowStack['standardise'] {
  const points = DENSITIES[data].sample(STANDARDISING_POINTS, new Random(0));
  const [x, y] = [0, 1].map((axis) => points.filter((_, i) => i % 2 === axis)) as [Float32Array, Float32Array];
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const std = (values: Float32Array) => {
    const middle = mean(values);
    return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  };
  const rounded = (value: number) => Number(value.toFixed(2)) + 0;
  return {mean: [x, y].map(mean).map(rounded), std: [x, y].map(std).map(rounded)};
}
