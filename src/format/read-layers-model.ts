import {FormatError} from './errors.js';
import {Field, brief} from './field.js';
import type {Graph, WeightSpec} from './graph.js';
import type {Value} from './graph-builder.js';
import {GraphBuilder} from './graph-builder.js';
import {LAYERS} from './layers.js';
import {LIMITS} from './limits.js';
import {readWeights, shardPaths} from './read-weights.js';

/** Paths of a model's binary shards, relative to its model.json, in the order in which `readLayersModel` wants them joined. */
export function weightPaths(json: unknown, url: string): string[] {
  return shardPaths(new Field(json, url).at('weightsManifest'));
}

/**
 * Reads a stock tfjs layers model (Keras topology and weights manifest) into a graph. `weights` are the joined shards; `url` is for messages.
 * Everything is checked before it is used: layer classes, options, shapes, names and sizes.
 * @throws FormatError with the URL and the field; its code is `unsupported-layer` for a layer or option that this library does not compute.
 */
export function readLayersModel(json: unknown, weights: ArrayBuffer, url: string): Graph {
  const file = new Field(json, url);
  if (file.at('format').value === 'graph-model') {
    file.at('format').fail('is a graph model; only layers models are read (tensorflowjs_converter --output_format=tfjs_layers_model)');
  }
  const specs = readWeights(file.at('weightsManifest'), weights);
  let topology = file.at('modelTopology');
  if (topology.at('model_config').present) topology = topology.at('model_config');
  const className = topology.at('class_name').string();
  const config = topology.at('config');
  const reader = new ModelReader(specs, config);
  if (className === 'Sequential') reader.sequential(config);
  else if (className === 'Functional' || className === 'Model') reader.functional(config);
  else topology.at('class_name').fail(`must be Sequential, Functional or Model, found ${brief(className)}`, 'unsupported-layer');
  reader.finish(file.at('weightsManifest'));
  return reader.graph;
}

class ModelReader {
  readonly #builder: GraphBuilder;
  readonly #weights = new Map<string, number>();
  readonly #used = new Set<number>();
  /** The layer that is being read, for messages about the whole net. */
  #at: Field;

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

  sequential(config: Field): void {
    const layers = (Array.isArray(config.value) ? config : config.at('layers')).items(LIMITS.layers);
    const first = layers[0] ?? config.fail('has no layers');
    let value = this.#input(first);
    const rest = first.at('class_name').value === 'InputLayer' ? layers.slice(1) : layers;
    for (const layer of rest) value = this.#apply(layer, [value]);
    this.graph.outputs.push(this.#builder.toPlain(value).index);
  }

  functional(config: Field): void {
    const layers = config.at('layers').items(LIMITS.layers);
    const byName = new Map<string, {layer: Field; calls: Value[]; waiting: Field[]}>();
    for (const layer of layers) {
      const name = layer.at('name').string();
      if (byName.has(name)) layer.at('name').fail(`${brief(name)} appears twice`);
      byName.set(name, {layer, calls: [], waiting: layer.at('inbound_nodes').items(LIMITS.layers)});
    }
    const find = (reference: Field): Value | undefined => {
      const [name, node, tensor] = reference.items(4);
      const source = byName.get(name?.string() ?? '') ?? reference.fail('names a layer that is not there');
      tensor?.integer(0, 0);
      return source.calls[(node ?? reference).integer(0, LIMITS.layers)];
    };
    const outside = config.at('input_layers').items(LIMITS.layers);
    for (const reference of outside) {
      const name = reference.items(3)[0]?.string() ?? '';
      const source = byName.get(name) ?? reference.fail('names a layer that is not there');
      if (source.layer.at('class_name').value !== 'InputLayer') reference.fail('is not an InputLayer');
      source.calls[0] = this.#input(source.layer);
    }
    // As in Keras, layers may be listed in any order: what can be applied is, until nothing is left.
    let waiting = [...byName.values()];
    while ((waiting = waiting.filter((source) => source.waiting.length > 0)).length > 0) {
      let moved = false;
      for (const source of waiting) {
        for (let call; (call = source.waiting[0]); source.waiting.shift(), moved = true) {
          const inputs = call.items(LIMITS.layers).map(find);
          if (!inputs.every((input) => input !== undefined)) break;
          source.calls.push(this.#apply(source.layer, inputs));
        }
      }
      if (!moved) waiting[0]!.layer.at('inbound_nodes').fail('needs values that no layer makes');
    }
    for (const reference of config.at('output_layers').items(LIMITS.layers)) {
      const value = find(reference) ?? reference.fail('names a value that no layer makes');
      this.graph.outputs.push(this.#builder.toPlain(value).index);
    }
    if (this.graph.outputs.length === 0) config.at('output_layers').fail('is empty');
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

  #apply(layer: Field, inputs: Value[]): Value {
    this.#at = layer;
    const className = layer.at('class_name').string();
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
    return read({name, config, builder: this.#builder, weight}, inputs);
  }

  #missing(config: Field, name: string): never {
    throw new FormatError(config.url, 'weightsManifest', `weight ${brief(name)} is missing`);
  }
}
