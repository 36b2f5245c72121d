import {sizeOf} from './graph.js';

/** The output of a layer in a topology that is being built; `shape` leaves the batch out. */
export type LayerOutput = {readonly layer: string; readonly shape: readonly number[]};

/** A weight that the topology needs, in stock order; the fans are those of its layer's kernel (0 for a bias), as initialisers want them. */
export type WeightSlot = {name: string; shape: number[]; fanIn: number; fanOut: number};

export type LayerOptions = {name?: string; activation?: string};

type Strided = LayerOptions & {kernel: number; stride?: number; padding?: 'same' | 'valid'};

/**
 * Builds the Keras topology of a stock tfjs layers model, class Functional: what `tf.loadLayersModel` and `readLayersModel` read.
 * Strides and kernels are square; `same` padding is the default, as Keras pads it.
 */
export class Topology {
  readonly weights: WeightSlot[] = [];
  readonly #layers: unknown[] = [];
  readonly #inputs: [string, 0, 0][] = [];
  readonly #counts = new Map<string, number>();

  input(name: string, shape: number[]): LayerOutput {
    this.#inputs.push([name, 0, 0]);
    return this.#layer('InputLayer', name, {batch_input_shape: [null, ...shape], dtype: 'float32', sparse: false}, [], shape);
  }

  dense(x: LayerOutput, units: number, options: LayerOptions = {}): LayerOutput {
    const features = x.shape.at(-1)!;
    const name = this.#name('dense', options);
    this.#kernel(name, [features, units], units, features, units);
    return this.#layer('Dense', name, {units, use_bias: true, ...activation(options)}, [x], [...x.shape.slice(0, -1), units]);
  }

  conv2d(x: LayerOutput, filters: number, options: Strided): LayerOutput {
    const {kernel, stride = 1, padding = 'same'} = options;
    const [height, width, channels] = x.shape as [number, number, number];
    const name = this.#name('conv2d', options);
    this.#kernel(name, [kernel, kernel, channels, filters], filters, kernel * kernel * channels, kernel * kernel * filters);
    const extent = (size: number) => (padding === 'same' ? Math.ceil(size / stride) : Math.ceil((size - kernel + 1) / stride));
    return this.#layer('Conv2D', name, strided(filters, kernel, stride, padding, options), [x], [extent(height), extent(width), filters]);
  }

  conv2dTranspose(x: LayerOutput, filters: number, options: Strided): LayerOutput {
    const {kernel, stride = 1, padding = 'same'} = options;
    const [height, width, channels] = x.shape as [number, number, number];
    const name = this.#name('conv2d_transpose', options);
    // Each output place sees kernel²/stride² taps.
    const taps = (kernel * kernel) / (stride * stride);
    this.#kernel(name, [kernel, kernel, filters, channels], filters, taps * channels, kernel * kernel * filters);
    const extent = (size: number) => size * stride + (padding === 'same' ? 0 : Math.max(kernel - stride, 0));
    return this.#layer(
      'Conv2DTranspose',
      name,
      strided(filters, kernel, stride, padding, options),
      [x],
      [extent(height), extent(width), filters],
    );
  }

  leakyRelu(x: LayerOutput, slope: number): LayerOutput {
    return this.#layer('LeakyReLU', this.#name('leaky_re_lu'), {alpha: slope}, [x], x.shape);
  }

  upSampling2d(x: LayerOutput, size: number, interpolation: 'nearest' | 'bilinear' = 'nearest'): LayerOutput {
    const [height, width, channels] = x.shape as [number, number, number];
    const config = {size: [size, size], data_format: 'channels_last', interpolation};
    return this.#layer('UpSampling2D', this.#name('up_sampling2d'), config, [x], [height * size, width * size, channels]);
  }

  flatten(x: LayerOutput): LayerOutput {
    return this.#layer('Flatten', this.#name('flatten'), {}, [x], [sizeOf(x.shape)]);
  }

  reshape(x: LayerOutput, shape: number[]): LayerOutput {
    return this.#layer('Reshape', this.#name('reshape'), {target_shape: shape}, [x], shape);
  }

  add(inputs: LayerOutput[]): LayerOutput {
    return this.#layer('Add', this.#name('add'), {}, inputs, [...inputs[0]!.shape]);
  }

  /** Of one shape. */
  multiply(inputs: LayerOutput[]): LayerOutput {
    return this.#layer('Multiply', this.#name('multiply'), {}, inputs, [...inputs[0]!.shape]);
  }

  concatenate(inputs: LayerOutput[]): LayerOutput {
    const shape = [...inputs[0]!.shape.slice(0, -1), inputs.reduce((sum, {shape}) => sum + shape.at(-1)!, 0)];
    return this.#layer('Concatenate', this.#name('concatenate'), {axis: -1}, inputs, shape);
  }

  /** The `modelTopology` of a model.json. */
  build(name: string, outputs: LayerOutput[]): unknown {
    return {
      class_name: 'Functional',
      config: {name, layers: this.#layers, input_layers: this.#inputs, output_layers: outputs.map(({layer}) => [layer, 0, 0])},
      keras_version: '2.15.0',
      backend: 'tensorflow',
    };
  }

  #layer(className: string, name: string, config: Record<string, unknown>, inputs: LayerOutput[], shape: readonly number[]): LayerOutput {
    const inbound = inputs.length > 0 ? [inputs.map(({layer}) => [layer, 0, 0, {}])] : [];
    this.#layers.push({class_name: className, name, config: {name, ...config}, inbound_nodes: inbound});
    return {layer: name, shape};
  }

  #kernel(layer: string, shape: number[], outputs: number, fanIn: number, fanOut: number): void {
    this.weights.push({name: `${layer}/kernel`, shape, fanIn, fanOut}, {name: `${layer}/bias`, shape: [outputs], fanIn: 0, fanOut: 0});
  }

  #name(kind: string, {name}: LayerOptions = {}): string {
    if (name) return name;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return `${kind}_${count}`;
  }
}

function activation({activation = 'linear'}: LayerOptions): Record<string, unknown> {
  return {activation};
}

function strided(filters: number, kernel: number, stride: number, padding: string, options: LayerOptions): Record<string, unknown> {
  const sizes = {filters, kernel_size: [kernel, kernel], strides: [stride, stride]};
  return {...sizes, padding, data_format: 'channels_last', use_bias: true, ...activation(options)};
}
