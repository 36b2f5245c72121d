import {brief, type Field} from './field.js';
import type {CouplingLayer, FlowStack} from './manifest.js';

/** Far more of each than flows of small data need. */
const MOST = {coordinates: 64, layers: 256, outputs: 1024, bins: 64, logScale: 20, bound: 1e3, value: 1e6};

/** Checks the `flow` of a manifest. `nets` is the manifest's field of that name. */
export function readFlow(field: Field, nets: Field): FlowStack {
  const standardise = field.at('standardise');
  const [mean, std] = [standardise.at('mean'), standardise.at('std')].map((item) => item.items(MOST.coordinates));
  if (mean!.length < 2) standardise.at('mean').fail('must have at least two numbers');
  if (std!.length !== mean!.length) standardise.at('std').fail(`must have ${mean!.length} numbers`);
  const layers = field.at('layers').items(MOST.layers);
  if (layers.length === 0) field.at('layers').fail('must not be empty');
  return {
    standardise: {
      mean: mean!.map((item) => between(item, -MOST.value, MOST.value)),
      std: std!.map((item) => between(item, 1e-6, MOST.value)),
    },
    layers: layers.map((layer) => readLayer(layer, mean!.length, nets.keys())),
  };
}

function readLayer(layer: Field, coordinates: number, nets: string[]): CouplingLayer {
  const mask = layer
    .at('mask')
    .items(MOST.coordinates)
    .map((item) => item.integer(0, 1));
  if (mask.length !== coordinates || !mask.includes(0) || !mask.includes(1)) {
    layer.at('mask').fail(`must have ${coordinates} numbers, at least one 1 (passes) and one 0 (is transformed)`);
  }
  const net = layer.at('net').string();
  if (!nets.includes(net)) layer.at('net').fail(`names ${brief(net)}, which is not in nets`);
  const output = layer.at('output').integer(0, MOST.outputs - 1);
  const kind = layer.at('kind').oneOf(['affine', 'rational-quadratic']);
  if (kind === 'affine') return {kind, mask, net, output, bound: between(layer.at('bound'), 1e-3, MOST.logScale)};
  return {kind, mask, net, output, bins: layer.at('bins').integer(1, MOST.bins), bound: between(layer.at('bound'), 1e-3, MOST.bound)};
}

function between(field: Field, least: number, most: number): number {
  const value = field.number();
  return value >= least && value <= most ? value : field.fail(`must be from ${least} to ${most}, found ${brief(value)}`);
}
