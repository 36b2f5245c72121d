import {FormatError} from './errors.js';
import {brief} from './field.js';
import type {Field} from './field.js';
import type {Graph, WeightSpec} from './graph.js';
import type {Value} from './graph-builder.js';
import {GraphBuilder} from './graph-builder.js';
import {LAYERS} from './layers.js';
import {LIMITS} from './limits.js';

/** Models are layers too: a model may stand inside another one. */
const MODELS = new Set(['Sequential', 'Functional', 'Model']);
const DEEPEST = 8;

/**
 * Outputs of a layer's applications, in order. Those of a model count from 1, since its own definition is the first. `next` is the first of those
 * that wait, with the values that it has found so far.
 */
type Source = {layer: Field; calls: (Value[] | undefined)[]; waiting: Field[]; next?: {references: Field[]; found: Value[]}};

/** Reads a Keras topology; every weight that it needs must be there, and no other. */
export function readTopology(topology: Field, weights: WeightSpec[], manifest: Field): Graph {
  const className = topology.at('class_name');
  if (!MODELS.has(className.string()))
    className.fail(`must be ${[...MODELS].join(', ')}, found ${brief(className.value)}`, 'unsupported-layer');
  const reader = new TopologyReader(weights, topology);
  reader.read(topology);
  reader.finish(manifest);
  return reader.graph;
}

class TopologyReader {
  readonly #builder: GraphBuilder;
  readonly #weights = new Map<string, number>();
  readonly #used = new Set<number>();
  /** The layer that is being read, for messages about the whole net. */
  #at: Field;
  #depth = 0;
  #applied = 0;

  constructor(specs: WeightSpec[], config: Field) {
    this.#at = config;
    this.#builder = new GraphBuilder(specs, (problem) => this.#at.fail(problem));
    // Converted Keras files say layer/scope/kernel where tfjs says layer/kernel; exact names win.
    for (const [index, {name}] of specs.entries()) {
      const parts = name.split('/');
      this.#weights.set([...parts.slice(0, -2), parts[parts.length - 1]].join('/'), index);
    }
    for (const [index, {name}] of specs.entries()) this.#weights.set(name, index);
  }

  get graph(): Graph {
    return this.#builder.graph;
  }

  read(topology: Field): void {
    for (const value of this.#model(topology, undefined)) this.#builder.output(value);
  }

  /** A model on the given values, or on the graph's own inputs. */
  #model(layer: Field, inputs: Value[] | undefined): Value[] {
    if (++this.#depth > DEEPEST) layer.fail(`models are nested more than ${DEEPEST} deep`);
    const config = layer.at('config');
    const outputs = layer.at('class_name').value === 'Sequential' ? this.#sequential(config, inputs) : this.#functional(config, inputs);
    this.#depth--;
    return outputs;
  }

  #sequential(config: Field, inputs: Value[] | undefined): Value[] {
    const layers = (Array.isArray(config.value) ? config : config.at('layers')).items(LIMITS.layers);
    const first = layers[0] ?? config.fail('has no layers');
    const className = first.at('class_name').string();
    if (!inputs && MODELS.has(className)) {
      // The net's inputs are those of the model that comes first.
      return layers.slice(1).reduce((values, layer) => this.#apply(layer, values), this.#model(first, undefined));
    }
    const rest = className === 'InputLayer' ? layers.slice(1) : layers;
    return rest.reduce((values, layer) => this.#apply(layer, values), inputs ?? [this.#input(first)]);
  }

  #functional(config: Field, inputs: Value[] | undefined): Value[] {
    const sources = new Map<string, Source>();
    for (const layer of config.at('layers').items(LIMITS.layers)) {
      const name = layer.at('name').string();
      if (sources.has(name)) layer.at('name').fail(`${brief(name)} appears twice`);
      const calls = MODELS.has(layer.at('class_name').string()) ? [undefined] : [];
      sources.set(name, {layer, calls, waiting: layer.at('inbound_nodes').items(LIMITS.layers)});
    }
    const source = (reference: Field): Source =>
      sources.get(reference.items(4)[0]?.string() ?? '') ?? reference.fail('names a layer that is not there');
    const find = (reference: Field): Value | undefined => {
      const [, call, tensor] = reference.items(4);
      const values = source(reference).calls[(call ?? reference).integer(0, LIMITS.layers)];
      return values && (values[(tensor ?? reference).integer(0, LIMITS.layers)] ?? reference.fail('names an output that is not there'));
    };
    const openings = config.at('input_layers').items(LIMITS.layers);
    if (inputs && inputs.length !== openings.length)
      config.at('input_layers').fail(`takes ${openings.length} inputs, found ${inputs.length}`);
    for (const [index, reference] of openings.entries()) {
      const {layer, calls} = source(reference);
      if (layer.at('class_name').value !== 'InputLayer') reference.fail('is not an InputLayer');
      calls[0] = [inputs?.[index] ?? this.#input(layer)];
    }
    // As in Keras, layers may be listed in any order: what can be applied is, until nothing is left.
    let waiting = [...sources.values()];
    while ((waiting = waiting.filter((entry) => entry.waiting.length > 0)).length > 0) {
      let moved = false;
      for (const entry of waiting) {
        for (let node; (node = entry.waiting[0]); moved = true) {
          // It goes on where it had to wait: a thousand layers in reverse order, with a thousand inputs each, are looked up once and not each time.
          const {references, found} = (entry.next ??= {references: node.items(LIMITS.layers), found: []});
          for (let value; found.length < references.length && (value = find(references[found.length]!));) found.push(value);
          if (found.length < references.length) break;
          entry.calls.push(this.#apply(entry.layer, found));
          entry.waiting.shift();
          entry.next = undefined;
        }
      }
      if (!moved) waiting[0]!.layer.at('inbound_nodes').fail('needs values that no layer makes');
    }
    const outputs = config.at('output_layers').items(LIMITS.layers);
    if (outputs.length === 0) config.at('output_layers').fail('is empty');
    return outputs.map((reference) => find(reference) ?? reference.fail('names a value that no layer makes'));
  }

  /** A weight that no layer asked for means that names do not agree, and then the net would compute something else than its author's. */
  finish(manifest: Field): void {
    const unused = this.graph.weights.find((_, index) => !this.#used.has(index));
    if (unused) manifest.fail(`weight ${brief(unused.name)} belongs to no layer`);
  }

  #input(layer: Field): Value {
    this.#at = layer;
    const config = layer.at('config');
    const snake = config.at('batch_input_shape');
    const field = snake.present ? snake : config.at('batchInputShape');
    const shape = field
      .items(LIMITS.rank)
      .slice(1)
      .map((extent) =>
        extent.present ? extent.integer(1, LIMITS.elements) : extent.fail('must be a number: nets of open size are not supported'),
      );
    if (shape.length === 0) field.fail('must have at least one axis after the batch');
    if (shape.reduce((product, extent) => product * extent, 1) > LIMITS.elements) field.fail(`has more than ${LIMITS.elements} elements`);
    return this.#builder.input(config.at('name').present ? config.at('name').string() : 'input', shape);
  }

  #apply(layer: Field, inputs: Value[]): Value[] {
    this.#at = layer;
    if (++this.#applied > LIMITS.layers) layer.fail(`the net has more than ${LIMITS.layers} layers up to here`);
    const className = layer.at('class_name').string();
    if (MODELS.has(className)) return this.#model(layer, inputs);
    const read = LAYERS.get(className);
    if (!read) return layer.at('class_name').fail(`layer ${className} is not supported`, 'unsupported-layer');
    if (inputs.length === 0) layer.fail('has no inputs');
    const config = layer.at('config');
    const name = config.at('name').string();
    const trainable = config.at('trainable').value !== false;
    const weight = (part: string, shape: number[], trains = true): number => {
      const index = this.#weights.get(`${name}/${part}`) ?? this.#missing(config, `${name}/${part}`);
      const spec = this.graph.weights[index]!;
      if (spec.shape.join() !== shape.join()) {
        throw new FormatError(
          config.url,
          `weightsManifest ${spec.name}`,
          `must be [${shape.join(', ')}], found [${spec.shape.join(', ')}]`,
        );
      }
      spec.trainable = trainable && trains;
      this.#used.add(index);
      return index;
    };
    return [read({name, config, builder: this.#builder, weight}, inputs)];
  }

  #missing(config: Field, name: string): never {
    throw new FormatError(config.url, 'weightsManifest', `weight ${brief(name)} is missing`);
  }
}
