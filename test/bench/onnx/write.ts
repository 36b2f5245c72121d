// A Graph as an ONNX file, for onnxruntime-web. ONNX has channels first: an image is transposed where a layer needs it so, once, and stays as it is until another layer needs it otherwise.
import type {Activation, Edges, Graph, GraphNode} from '../../../src/format/graph.js';
import {sizeOf} from '../../../src/format/graph.js';
import {shapeOf} from '../../../src/engine/inputs.js';
import {reordered, transposedShape} from './layout.js';
import {OnnxModel, type Attribute} from './model.js';

type NodeOf<Op extends GraphNode['op']> = Extract<GraphNode, {op: Op}>;
type Layout = 'first' | 'last';

export function writeOnnx(graph: Graph): Uint8Array {
  return new Writer(graph).write();
}

class Writer {
  readonly #graph: Graph;
  readonly #model = new OnnxModel();
  /** By value of the graph, its name in each layout that was asked for so far; a value that is no image has only the last. */
  readonly #names: Partial<Record<Layout, string>>[] = [];

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  write(): Uint8Array {
    const {inputs, nodes, outputs} = this.#graph;
    for (const {name, shape} of inputs) this.#names.push({last: this.#model.input(name, shape)});
    for (const node of nodes) this.#names.push(this.#node(node));
    for (const [index, value] of outputs.entries()) this.#model.output(this.#last(value), `output${index}`, shapeOf(this.#graph, value));
    return this.#model.file();
  }

  #node(node: GraphNode): Partial<Record<Layout, string>> {
    const input = node.inputs[0]!;
    const shape = shapeOf(this.#graph, input);
    switch (node.op) {
      case 'dense':
        return {last: this.#activate(this.#dense(node, shape), node.activation)};
      case 'conv2d':
      case 'depthwiseConv2d':
      case 'conv2dTranspose':
        return this.#convolution(node, shape);
      case 'batchNormalization':
        return this.#batchNormalization(node, input);
      case 'layerNormalization':
        return {last: this.#layerNormalization(node, input)};
      case 'activation':
        if (node.activation === 'softmax') return {last: this.#activate(this.#last(input), 'softmax')};
        return this.#alike(input, (x) => this.#activate(x, node.activation));
      case 'relu':
        return this.#alike(input, (x) => this.#relu(x, node));
      case 'elu':
        return this.#alike(input, (x) => this.#model.node('Elu', [x], {alpha: {float: node.alpha}}));
      case 'prelu':
        return {last: this.#model.node('PRelu', [this.#last(input), this.#weight(node.weights[0]!)])};
      case 'reshape':
        return {last: this.#reshape(this.#last(input), node.shape)};
      case 'permute': {
        const perm = [0, ...node.permutation.map((axis) => axis + 1)];
        return {last: this.#model.node('Transpose', [this.#last(input)], {perm})};
      }
      case 'pad':
        return {first: this.#model.node('Pad', [this.#first(input), this.#model.wholes([0, 0, ...sides(node.padding, 0, 0)])])};
      case 'crop': {
        const {top, bottom, left, right} = node.cropping;
        const bounds = [
          [top, left],
          [shape[0]! - bottom, shape[1]! - right],
          [2, 3],
        ];
        return {first: this.#model.node('Slice', [this.#first(input), ...bounds.map((values) => this.#model.wholes(values))])};
      }
      case 'upsample': {
        const scales = this.#model.floats([4], Float32Array.of(1, 1, ...node.size));
        const [mode, rounding] = node.interpolation === 'nearest' ? ['nearest', {nearest_mode: 'floor'}] : ['linear', {}];
        const attributes = {mode, coordinate_transformation_mode: 'asymmetric', ...rounding};
        return {first: this.#model.node('Resize', [this.#first(input), '', scales], attributes)};
      }
      case 'maxPool':
        return {first: this.#model.node('MaxPool', [this.#first(input)], pooling(node))};
      case 'averagePool':
        return {first: this.#model.node('AveragePool', [this.#first(input)], pooling(node))};
      case 'globalAveragePool':
        return {last: this.#reshape(this.#model.node('GlobalAveragePool', [this.#first(input)]), node.shape)};
      case 'add':
        return this.#combine('Add', node);
      case 'subtract':
        return this.#combine('Sub', node);
      case 'multiply':
        return this.#combine('Mul', node);
      case 'concatenate':
        return {last: this.#model.node('Concat', this.#lasts(node), {axis: node.axis + 1})};
    }
  }

  #dense(node: NodeOf<'dense'>, shape: number[]): string {
    const [kernel, bias] = node.weights.map((weight) => this.#weight(weight));
    const x = this.#last(node.inputs[0]!);
    if (shape.length === 1) return this.#model.node('Gemm', [x, kernel!, ...(bias === undefined ? [] : [bias])]);
    const product = this.#model.node('MatMul', [x, kernel!]);
    return bias === undefined ? product : this.#model.node('Add', [product, bias]);
  }

  #convolution(node: NodeOf<'conv2d' | 'depthwiseConv2d' | 'conv2dTranspose'>, shape: number[]): Partial<Record<Layout, string>> {
    const channels = shape[2]!;
    const filters = node.shape[2]!;
    const [rows, columns] = node.kernel;
    const stock = this.#graph.weights[node.weights[0]!]!.data;
    const depthwise = node.op === 'depthwiseConv2d';
    const axes = depthwise
      ? [rows, columns, filters, 1]
      : [rows, columns, ...(node.op === 'conv2d' ? [channels, filters] : [filters, channels])];
    // [out, in, height, width], and for a transposed one [in, out, height, width].
    const order = depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1];
    const kernel = this.#model.floats(transposedShape(axes, order), reordered(stock, axes, order));
    const inputs = [this.#first(node.inputs[0]!), kernel, ...node.weights.slice(1).map((bias) => this.#weight(bias))];
    const transposed = node.op === 'conv2dTranspose';
    const attributes: Record<string, Attribute> = {kernel_shape: node.kernel, strides: node.strides};
    if (transposed) {
      const {top, bottom, left, right} = node.padding;
      if (Math.min(top, left) < 0) throw new Error(`${node.name}: ONNX adds no rows before a transposed convolution`);
      attributes['pads'] = sides({top, left, bottom: Math.max(bottom, 0), right: Math.max(right, 0)});
      attributes['output_padding'] = [Math.max(-bottom, 0), Math.max(-right, 0)];
    } else {
      attributes['pads'] = sides(node.padding);
      attributes['dilations'] = node.dilation;
      attributes['group'] = depthwise ? channels : 1;
    }
    const made = this.#model.node(transposed ? 'ConvTranspose' : 'Conv', inputs, attributes);
    if (node.activation !== 'softmax') return {first: this.#activate(made, node.activation)};
    return {last: this.#activate(this.#transpose(made, 'last'), 'softmax')};
  }

  #batchNormalization(node: NodeOf<'batchNormalization'>, input: number): Partial<Record<Layout, string>> {
    const weights = [...node.weights];
    const channels = node.shape[node.shape.length - 1]!;
    const constant = (value: number): string => this.#model.floats([channels], new Float32Array(channels).fill(value));
    const gamma = node.scale ? this.#weight(weights.shift()!) : constant(1);
    const beta = node.center ? this.#weight(weights.shift()!) : constant(0);
    const numbers = [gamma, beta, ...weights.map((weight) => this.#weight(weight))];
    const attributes = {epsilon: {float: node.epsilon}};
    if (node.shape.length === 3) return {first: this.#model.node('BatchNormalization', [this.#first(input), ...numbers], attributes)};
    // Over the second axis: rows become examples of their own.
    const rows = this.#model.node('Reshape', [this.#last(input), this.#model.wholes([-1, channels])]);
    return {last: this.#reshape(this.#model.node('BatchNormalization', [rows, ...numbers], attributes), node.shape)};
  }

  #layerNormalization(node: NodeOf<'layerNormalization'>, input: number): string {
    const channels = node.shape[node.shape.length - 1]!;
    const weights = [...node.weights];
    const gamma = node.scale ? this.#weight(weights.shift()!) : this.#model.floats([channels], new Float32Array(channels).fill(1));
    const beta = node.center ? [this.#weight(weights.shift()!)] : [];
    const attributes = {axis: -1, epsilon: {float: node.epsilon}};
    return this.#model.node('LayerNormalization', [this.#last(input), gamma, ...beta], attributes);
  }

  #relu(x: string, {negativeSlope, threshold, maxValue}: NodeOf<'relu'>): string {
    if (threshold === 0 && maxValue === Infinity) return this.#model.node('LeakyRelu', [x], {alpha: {float: negativeSlope}});
    const above = maxValue === Infinity ? x : this.#model.node('Min', [x, this.#model.number(maxValue)]);
    const over = this.#model.node('Sub', [x, this.#model.number(threshold)]);
    const below = this.#model.node('Mul', [over, this.#model.number(negativeSlope)]);
    return this.#model.node('Where', [this.#model.node('Less', [x, this.#model.number(threshold)]), below, above]);
  }

  #activate(x: string, activation: Activation): string {
    const node = (operator: string, attributes?: Record<string, Attribute>): string => this.#model.node(operator, [x], attributes);
    switch (activation) {
      case 'linear':
        return x;
      case 'relu':
        return node('Relu');
      case 'relu6':
        return this.#model.node('Clip', [x, this.#model.number(0), this.#model.number(6)]);
      case 'sigmoid':
        return node('Sigmoid');
      case 'tanh':
        return node('Tanh');
      case 'elu':
        return node('Elu');
      case 'selu':
        return node('Selu');
      case 'softplus':
        return node('Softplus');
      case 'softsign':
        return node('Softsign');
      case 'softmax':
        return node('Softmax', {axis: -1});
      case 'swish':
        return this.#model.node('Mul', [x, node('Sigmoid')]);
      case 'gelu':
        return node('Gelu');
      case 'hardSigmoid':
        return node('HardSigmoid', {alpha: {float: 0.2}, beta: {float: 0.5}});
    }
  }

  /** Broadcast from the right, as in ONNX. */
  #combine(operator: string, node: NodeOf<'add' | 'subtract' | 'multiply'>): Partial<Record<Layout, string>> {
    const [first, ...others] = this.#lasts(node);
    return {last: others.reduce((sum, other) => this.#model.node(operator, [sum, other]), first!)};
  }

  /** What acts on each number by itself keeps the layout that is there. */
  #alike(input: number, make: (x: string) => string): Partial<Record<Layout, string>> {
    const layout: Layout = this.#names[input]!.first === undefined ? 'last' : 'first';
    return {[layout]: make(this.#names[input]![layout]!)};
  }

  #reshape(x: string, shape: readonly number[]): string {
    return this.#model.node('Reshape', [x, this.#model.wholes([-1, ...shape])]);
  }

  #lasts(node: GraphNode): string[] {
    return node.inputs.map((value) => this.#last(value));
  }

  #last(value: number): string {
    return (this.#names[value]!.last ??= this.#transpose(this.#names[value]!.first!, 'last'));
  }

  #first(value: number): string {
    return (this.#names[value]!.first ??= this.#transpose(this.#names[value]!.last!, 'first'));
  }

  #transpose(x: string, layout: Layout): string {
    return this.#model.node('Transpose', [x], {perm: layout === 'first' ? [0, 3, 1, 2] : [0, 2, 3, 1]});
  }

  #weight(index: number): string {
    const {data, shape} = this.#graph.weights[index]!;
    if (sizeOf(shape) !== data.length) throw new Error(`weight ${index} has ${data.length} values for [${shape.join(', ')}]`);
    return this.#model.floats(shape, data);
  }
}

/** In the order of ONNX: where each axis begins, then where each ends. */
function sides({top, left, bottom, right}: Edges, ...between: number[]): number[] {
  return [top, left, ...between, bottom, right];
}

function pooling({size, strides, padding}: NodeOf<'maxPool' | 'averagePool'>): Record<string, Attribute> {
  return {kernel_shape: size, strides, pads: sides(padding)};
}
