import {Random} from '../../../src/data/random.js';
import {shuffle} from '../../../src/data/shuffle.js';
import type {Batch} from '../../../src/format/graph.js';
import {tf} from '../../tfjs.js';

const ACTIVATIONS = [
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
] as const;
/** Keeps a test of hundreds of nets short: no value has more elements. */
const LARGEST = 3000;

export type RandomNet = {model: tf.LayersModel; description: string};

type Choice = {name: string; layer: () => tf.layers.Layer; inputs?: tf.SymbolicTensor[]};

/** Random but reproducible nets over every layer class that is read: chains and graphs with skips, several inputs and outputs. */
export class RandomNets {
  readonly #random: Random;
  #channelsFirst = false;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  next(): RandomNet {
    // A net that would be empty or too large somewhere is drawn again.
    for (;;) {
      this.#channelsFirst = this.#random.uniform() < 0.2;
      const net = this.#random.uniform() < 0.4 ? this.#sequential() : this.#functional();
      if (net) return net;
    }
  }

  inputs(model: tf.LayersModel, batch: number): Batch[] {
    return model.inputs.map((input) => {
      const shape = [batch, ...(input.shape.slice(1) as number[])];
      return {shape, data: Float32Array.from({length: shape.reduce((a, b) => a * b)}, () => this.#random.normal())};
    });
  }

  #sequential(): RandomNet | undefined {
    const model = tf.sequential();
    const names: string[] = [];
    let value = tf.input({shape: this.#inputShape()});
    for (let depth = 1 + this.#random.integer(6); depth > 0; depth--) {
      const choice = this.#choose(value);
      const layer = choice.layer();
      value = layer.apply(value) as tf.SymbolicTensor;
      if (!fits(value)) return undefined;
      names.push(choice.name);
    }
    // The layers above only served to find the shapes: a Sequential wants layers of its own, with the first one's input shape.
    const first = value;
    const chain: tf.layers.Layer[] = [];
    for (let at: tf.SymbolicTensor = first; at.sourceLayer.getClassName() !== 'InputLayer'; at = at.inputs[0]!)
      chain.unshift(at.sourceLayer);
    const shape = chain[0]!.inboundNodes[0]!.inputShapes[0]!;
    for (const [index, layer] of chain.entries()) {
      const config = layer.getConfig() as Record<string, unknown>;
      delete config['name'];
      if (index === 0) config['batchInputShape'] = shape;
      const construct = layer.constructor as unknown as new (config: Record<string, unknown>) => tf.layers.Layer;
      model.add(new construct(config));
    }
    return this.#fill(model, `sequential ${JSON.stringify(shape)} ${names.join(' ')}`);
  }

  #functional(): RandomNet | undefined {
    const inputs = Array.from({length: 1 + this.#random.integer(3)}, () => tf.input({shape: this.#inputShape()}));
    const values: tf.SymbolicTensor[] = [...inputs];
    const names: string[] = [];
    for (let depth = 2 + this.#random.integer(8); depth > 0; depth--) {
      const value = this.#pick(values.slice(-4));
      const choice = this.#random.uniform() < 0.35 ? this.#merge(value, values) : this.#choose(value);
      const result = choice.layer().apply(choice.inputs ?? value) as tf.SymbolicTensor;
      if (!fits(result)) return undefined;
      names.push(choice.name);
      values.push(result);
    }
    const outputs = [values[values.length - 1]!];
    // tfjs cannot predict the same output twice.
    if (values.length > inputs.length + 1 && this.#coin()) outputs.push(this.#pick(values.slice(inputs.length, -1)));
    // tfjs drops inputs that no output needs.
    const used = inputs.filter((input) => outputs.some((output) => reaches(output, input)));
    return this.#fill(tf.model({inputs: used, outputs}), `functional ${inputs.length}>${outputs.length} ${names.join(' ')}`);
  }

  #fill(model: tf.LayersModel, description: string): RandomNet {
    for (const weight of model.weights) {
      const shape = weight.shape as number[];
      const size = shape.reduce((a, b) => a * b, 1);
      const scale = weight.name.includes('kernel') ? 1.5 / Math.sqrt(size / shape[shape.length - 1]!) : 0.5;
      const positive = weight.name.includes('variance');
      const draw = (): number => (positive ? 0.3 + this.#random.uniform() : scale * this.#random.normal());
      weight.write(tf.tensor(Float32Array.from({length: size}, draw), shape));
    }
    return {model, description: `${this.#channelsFirst ? 'channelsFirst ' : ''}${description}`};
  }

  #inputShape(): number[] {
    const kind = this.#random.uniform();
    if (kind < 0.25) return [this.#between(1, 40)];
    if (kind < 0.4) return [this.#between(3, 20), this.#between(1, 9)];
    const [height, width, channels] = [this.#between(3, 13), this.#between(3, 13), this.#between(1, 9)];
    return this.#channelsFirst ? [channels, height, width] : [height, width, channels];
  }

  #choose(value: tf.SymbolicTensor): Choice {
    const rank = value.shape.length - 1;
    const choices = [...this.#anyRank(value), ...(rank === 1 ? this.#vector(value) : rank === 2 ? this.#sequence(value) : [])];
    if (rank === 3) choices.push(...this.#image(value), ...this.#image(value));
    return this.#pick(choices);
  }

  /** Normalisation over axis 1 has a test of its own: tfjs-cpu computes it wrongly (it cycles through the means element by element). */
  #anyRank(value: tf.SymbolicTensor): Choice[] {
    const rank = value.shape.length;
    const shared = rank > 2 ? [undefined, [1], [1, 2]] : [undefined];
    return [
      {name: 'dense', layer: () => tf.layers.dense({units: this.#between(1, 20), ...this.#ending()})},
      {name: 'batchNorm', layer: () => tf.layers.batchNormalization({axis: -1, scale: this.#coin(), center: this.#coin(), epsilon: 0.01})},
      {name: 'layerNorm', layer: () => tf.layers.layerNormalization({axis: -1, scale: this.#coin(), center: this.#coin()})},
      {name: 'activation', layer: () => tf.layers.activation({activation: this.#pick(ACTIVATIONS)})},
      {name: 'relu', layer: () => tf.layers.reLU({maxValue: this.#pick([undefined, 0.7])})},
      {name: 'leakyRelu', layer: () => tf.layers.leakyReLU({alpha: this.#pick([undefined, 0.1])})},
      {name: 'elu', layer: () => tf.layers.elu()},
      {name: 'prelu', layer: () => tf.layers.prelu({sharedAxes: this.#pick(shared)})},
      {name: 'softmax', layer: () => tf.layers.softmax({axis: -1})},
      {name: 'dropout', layer: () => tf.layers.dropout({rate: 0.4})},
    ];
  }

  #vector(value: tf.SymbolicTensor): Choice[] {
    const size = value.shape[1]!;
    const channels = this.#pick([1, 2, 3, 5]);
    return [
      {name: 'dense', layer: () => tf.layers.dense({units: this.#between(1, 60), ...this.#ending()})},
      {name: 'toImage', layer: () => tf.layers.dense({units: 36 * channels, ...this.#ending()})},
      {name: 'reshape', layer: () => tf.layers.reshape({targetShape: size % 36 === 0 ? [6, 6, size / 36] : [size, 1, 1]})},
      {name: 'reshape', layer: () => tf.layers.reshape({targetShape: size % 4 === 0 ? [-1, 4] : [1, -1]})},
    ];
  }

  #sequence(value: tf.SymbolicTensor): Choice[] {
    const strides = this.#between(1, 2);
    const kernelSize = Math.min(value.shape[1]!, this.#between(1, 4));
    const dilationRate = strides === 1 && (kernelSize - 1) * 2 < value.shape[1]! ? this.#between(1, 2) : 1;
    const filters = this.#between(1, 18);
    return [
      {
        name: 'conv1d',
        layer: () => tf.layers.conv1d({kernelSize, strides, dilationRate, filters, padding: this.#padding(), ...this.#ending()}),
      },
      {name: 'permute', layer: () => tf.layers.permute({dims: [2, 1]})},
      {name: 'flatten', layer: () => tf.layers.flatten()},
      {name: 'reshape', layer: () => tf.layers.reshape({targetShape: [value.shape[1]!, 1, value.shape[2]!]})},
    ];
  }

  #image(value: tf.SymbolicTensor): Choice[] {
    const dataFormat = this.#channelsFirst ? ('channelsFirst' as const) : ('channelsLast' as const);
    const [height, width] = (this.#channelsFirst ? value.shape.slice(2) : value.shape.slice(1)) as [number, number];
    const kernel = (): [number, number] => [this.#between(1, Math.min(5, height)), this.#between(1, Math.min(5, width))];
    const strides = (most = 3): [number, number] => [this.#between(1, most), this.#between(1, most)];
    const filters = this.#between(1, 18);
    const dilation = (size: [number, number]): [number, number] => [
      (size[0] - 1) * 2 < height ? this.#between(1, 2) : 1,
      (size[1] - 1) * 2 < width ? this.#between(1, 2) : 1,
    ];
    const side = (): [number, number] => [this.#between(0, 2), this.#between(0, 2)];
    const cut = (extent: number): [number, number] => (extent > 4 ? side() : [0, 0]);
    const convolve = (dilated: boolean): tf.layers.Layer => {
      const kernelSize = kernel();
      const window = dilated ? {dilationRate: dilation(kernelSize)} : {strides: strides()};
      return tf.layers.conv2d({filters, kernelSize, ...window, padding: this.#padding(), dataFormat, ...this.#ending()});
    };
    const shared = {dataFormat, ...this.#ending()};
    const pooling = () => ({poolSize: kernel(), strides: this.#pick([undefined, strides()]), padding: this.#padding(), dataFormat});
    const interpolation = this.#channelsFirst ? 'nearest' : this.#pick(['nearest', 'bilinear'] as const);
    return [
      {name: 'conv2d', layer: () => convolve(false)},
      {name: 'dilated', layer: () => convolve(true)},
      {
        name: 'conv2dTranspose',
        layer: () => tf.layers.conv2dTranspose({filters, kernelSize: kernel(), strides: strides(), padding: this.#padding(), ...shared}),
      },
      {
        name: 'depthwise',
        layer: () =>
          tf.layers.depthwiseConv2d({
            kernelSize: kernel(),
            strides: this.#random.integer(2) + 1,
            depthMultiplier: this.#between(1, 2),
            padding: this.#padding(),
            ...shared,
          }),
      },
      {name: 'pad', layer: () => tf.layers.zeroPadding2d({padding: [side(), side()], dataFormat})},
      {name: 'crop', layer: () => tf.layers.cropping2D({cropping: [cut(height), cut(width)], dataFormat})},
      {name: 'upsample', layer: () => tf.layers.upSampling2d({size: strides(2), dataFormat, interpolation})},
      {name: 'maxPool', layer: () => tf.layers.maxPooling2d(pooling())},
      {name: 'averagePool', layer: () => tf.layers.averagePooling2d(pooling())},
      {name: 'globalPool', layer: () => tf.layers.globalAveragePooling2d({dataFormat})},
      {name: 'flatten', layer: () => tf.layers.flatten({dataFormat: this.#pick([undefined, dataFormat])})},
      {name: 'permute', layer: () => tf.layers.permute({dims: shuffle([1, 2, 3], this.#random)})},
    ];
  }

  /** Joins a value with others of its shape, or with a copy through a layer: stock tfjs frees a tensor that one layer reads twice. */
  #merge(value: tf.SymbolicTensor, values: tf.SymbolicTensor[]): Choice {
    const shape = value.shape.slice(1);
    const same = values.filter((other) => other !== value && other.shape.slice(1).join() === shape.join());
    const copy = (): tf.SymbolicTensor => tf.layers.leakyReLU().apply(value) as tf.SymbolicTensor;
    const inputs = shuffle([value, same[0] ?? copy(), ...(this.#coin() ? [same[1] ?? copy()] : [])], this.#random);
    const axis = 1 + this.#random.integer(shape.length);
    return this.#pick<Choice>([
      {name: 'add', layer: () => tf.layers.add(), inputs},
      {name: 'multiply', layer: () => tf.layers.multiply(), inputs},
      {name: 'concatenate', layer: () => tf.layers.concatenate({axis}), inputs},
    ]);
  }

  #ending(): {useBias: boolean; activation: (typeof ACTIVATIONS)[number]} {
    // Softmax over an axis of channels that come first is not what a stock layer computes on every path.
    const names = this.#channelsFirst ? ACTIVATIONS.filter((name) => name !== 'softmax') : ACTIVATIONS;
    return {useBias: this.#coin(), activation: this.#random.uniform() < 0.4 ? 'linear' : this.#pick(names)};
  }

  #padding(): 'valid' | 'same' {
    return this.#coin() ? 'same' : 'valid';
  }

  #coin(): boolean {
    return this.#random.uniform() < 0.5;
  }

  #between(least: number, most: number): number {
    return least + this.#random.integer(Math.max(most - least, 0) + 1);
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#random.integer(items.length)]!;
  }
}

function fits(value: tf.SymbolicTensor): boolean {
  const shape = value.shape.slice(1) as number[];
  return shape.every((extent) => extent >= 1) && shape.reduce((a, b) => a * b, 1) <= LARGEST;
}

function reaches(value: tf.SymbolicTensor, input: tf.SymbolicTensor): boolean {
  return value === input || value.inputs.some((source) => reaches(source, input));
}
