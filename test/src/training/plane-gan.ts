import {initialGraphs} from '../../../pretrained/tools/graphs.js';
import {type Recipe, net} from '../../../pretrained/tools/recipe.js';
import type {Manifest} from '../../../src/format/manifest.js';
import type {StartRun} from '../../../src/training/protocol.js';

/** A GAN of points in the plane, too small to learn much. */
export const nets: Recipe['nets'] = {
  generator: net('generator', (t) => [t.dense(t.dense(t.input('z', [2]), 16, {activation: 'relu'}), 2)]),
  discriminator: net('discriminator', (t) => [t.dense(t.dense(t.input('x', [2]), 16, {activation: 'relu'}), 1)]),
};

export const manifest: Manifest = {
  format: 1,
  id: 'plane-gan',
  family: 'gan',
  title: {en: 'Points'},
  nets: {generator: 'generator.json', discriminator: 'discriminator.json'},
  data: {name: '8gaussians', shape: [2], range: [-4.5, 4.5], source: 'made by hand', license: 'MIT'},
  latent: {size: 2, prior: 'standard-normal'},
  condition: null,
  metrics: {},
  files: {},
};

export const planeGraphs = () => initialGraphs({seed: 3, nets} as Recipe);

export function startPlaneRun({
  options,
  ...more
}: Partial<Omit<StartRun, 'options'>> & {options?: Partial<StartRun['options']>} = {}): StartRun {
  return {
    type: 'start',
    run: 1,
    manifest,
    graphs: planeGraphs(),
    scratch: false,
    data: {kind: 'density', name: '8gaussians'},
    seed: 11,
    options: {learningRate: 1e-3, batchSize: 32, objective: {}, players: {}, ...options},
    paused: true,
    checkpoint: undefined,
    ...more,
  };
}
