import type {Field} from './field.js';
import type {Activation, Edges} from './graph.js';
import type {GraphBuilder, Value} from './graph-builder.js';

/** A layer of the file while it is read. One layer may be applied several times; its weights are the same ones each time. */
export type Layer = {
  name: string;
  config: Field;
  builder: GraphBuilder;
  /** Index of a weight of this layer, checked against the shape that the layer needs. */
  weight: (name: string, shape: number[], trainable?: boolean) => number;
};

export type LayerReader = (layer: Layer, inputs: Value[]) => Value;

const ACTIVATIONS: readonly Activation[] = [
  'linear',
  'relu',
  'relu6',
  'sigmoid',
  'tanh',
  'elu',
  'selu',
  'softplus',
  'softsign',
  'softmax',
  'swish',
  'gelu',
  'hardSigmoid',
];

/** Keras writes snake_case; stock tfjs also takes camelCase, in keys and in names of choices. */
export function option(layer: Layer, key: string): Field {
  const field = layer.config.at(key);
  return field.present ? field : layer.config.at(camelCase(key));
}

export function flag(layer: Layer, key: string, standard: boolean): boolean {
  const field = option(layer, key);
  return field.present ? field.boolean() : standard;
}

export function number(layer: Layer, key: string, standard: number): number {
  const field = option(layer, key);
  return field.present ? field.number() : standard;
}

export function choice<T extends string>(layer: Layer, key: string, names: readonly T[], standard: T): T {
  const field = option(layer, key);
  if (!field.present) return standard;
  const name = camelCase(field.string());
  return names.find((known) => known === name) ?? field.oneOf(names);
}

export function activation(layer: Layer): Activation {
  const field = option(layer, 'activation');
  if (!field.present) return 'linear';
  const name = camelCase(field.string());
  return ACTIVATIONS.find((known) => known === name) ?? field.fail(`activation ${field.string()} is not supported`, 'unsupported-layer');
}

/** One number for both axes or a pair. Extents are small: a kernel larger than this is a mistake or an attack. */
export function pair(layer: Layer, key: string, standard?: [number, number], least = 1, most = 4096): [number, number] {
  const field = option(layer, key);
  if (!field.present && standard) return standard;
  if (typeof field.value === 'number') {
    const both = field.integer(least, most);
    return [both, both];
  }
  const [first, second, ...rest] = field.items(2).map((item) => item.integer(least, most));
  if (first === undefined || second === undefined || rest.length > 0) return field.fail('must be one number or two');
  return [first, second];
}

/** A number, a pair or a pair of pairs, as padding and cropping are written. */
export function edges(layer: Layer, key: string, standard?: number): Edges {
  const field = option(layer, key);
  if (!field.present && standard !== undefined) return {top: standard, bottom: standard, left: standard, right: standard};
  if (Array.isArray(field.value) && Array.isArray(field.value[0])) {
    const [rows, columns] = field.items(2).map((side) => side.items(2).map((item) => item.integer(0, 4096)));
    if (rows?.length !== 2 || columns?.length !== 2) return field.fail('must be two pairs');
    return {top: rows[0]!, bottom: rows[1]!, left: columns[0]!, right: columns[1]!};
  }
  const [vertical, horizontal] = pair(layer, key, undefined, 0);
  return {top: vertical, bottom: vertical, left: horizontal, right: horizontal};
}

export function only(layer: Layer, inputs: Value[]): Value {
  const [input, ...rest] = inputs;
  if (!input || rest.length > 0) return layer.config.fail(`layer ${layer.name} takes one input, found ${inputs.length}`);
  return input;
}

/** The one input of a layer on images or sequences, stored channels last, with the flag that its output takes over. */
export function spatial(layer: Layer, inputs: Value[], rank: number): {input: Value; channelsFirst: boolean} {
  const input = only(layer, inputs);
  if (input.shape.length !== rank) {
    layer.config.fail(`layer ${layer.name} takes a tensor of ${rank} axes after the batch, found [${input.shape.join(', ')}]`);
  }
  const channelsFirst = choice(layer, 'data_format', ['channelsLast', 'channelsFirst'], 'channelsLast') === 'channelsFirst';
  return {input: channelsFirst ? layer.builder.toChannelsLast(input) : layer.builder.toPlain(input), channelsFirst};
}

/** An option that this library does not compute, refused unless it has the value that changes nothing. */
export function refuseUnless(layer: Layer, key: string, neutral: unknown): void {
  const field = option(layer, key);
  if (!field.present) return;
  const same = field.value === neutral || (Array.isArray(field.value) && field.value.every((item) => item === neutral));
  if (!same) field.fail(`${key} other than ${String(neutral)} is not supported`, 'unsupported-layer');
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
