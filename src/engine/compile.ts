import type {Activation, Edges, Graph, GraphNode} from '../format/graph.js';
import {sizeOf} from '../format/graph.js';
import {placeSlots} from './arena.js';
import {endingOf, endingOfNode} from './endings.js';
import {NO_FRAME, addEdges, framedSize, isEmpty, negative, sameImage} from './frames.js';
import type {Geometry} from './geometry.js';
import {denseGeometry, transposedGeometry, windowGeometry} from './geometry.js';
import {shapeOf} from './inputs.js';
import {OUTSIDE, Values} from './values.js';
import type {Ending, Framed, Kernel, Norm, Plan, Step} from './plan.js';
import {LINEAR, isLinear} from './plan.js';

type NodeOf<Op extends GraphNode['op']> = Extract<GraphNode, {op: Op}>;
type Convolving = NodeOf<'dense' | 'conv2d' | 'conv2dTranspose' | 'depthwiseConv2d'>;

/**
 * Turns a graph into fused steps: batch normalisation goes into the layer before it, activations into their producer, zero padding and nearest
 * upsampling into the frame that a convolution reads, reshapes vanish, and elementwise steps work in place.
 */
export function compile(graph: Graph): Plan {
  return new Compiler(graph).run();
}

class Compiler {
  readonly #graph: Graph;
  readonly #values: Values;
  readonly #steps: Step[] = [];
  readonly #stepOf = new Map<number, Step>();
  readonly #done = new Set<number>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#values = new Values(graph);
  }

  run(): Plan {
    const inputs = this.#graph.inputs.map((spec, value) => this.#values.place(value, sizeOf(spec.shape)));
    for (const [index, node] of this.#graph.nodes.entries()) if (!this.#done.has(index)) this.#emit(node, index);
    const outputs = this.#graph.outputs.map((value) => this.#values.slot(value));
    const arena = placeSlots(this.#values.slots, this.#steps, inputs, outputs);
    return {graph: this.#graph, steps: this.#steps, slots: this.#values.slots, inputs, outputs, arena};
  }

  #emit(node: GraphNode, index: number): void {
    const value = this.#values.of(index);
    const input = node.inputs[0]!;
    const channels = node.shape[node.shape.length - 1] ?? 1;
    const rows = sizeOf(node.shape) / channels;
    const ending = endingOfNode(node);
    if (ending) {
      const [from, to] = this.#values.inPlace(input, value);
      this.#push(value, {kind: 'ending', from, to, size: sizeOf(node.shape), ending});
      return;
    }
    switch (node.op) {
      case 'reshape':
        return;
      case 'dense':
      case 'conv2d':
      case 'conv2dTranspose':
      case 'depthwiseConv2d':
        return this.#convolve(node, index);
      case 'activation':
        return this.#softmax(input, value, node.shape);
      case 'batchNormalization': {
        const [from, to] = this.#values.inPlace(input, value);
        return this.#push(value, {kind: 'affine', from, to, rows, channels, norm: normOf(node)});
      }
      case 'layerNormalization': {
        const [gamma, beta] = node.scale ? node.weights : [undefined, node.weights[0]];
        const [from, to] = this.#values.inPlace(input, value);
        return this.#push(value, {kind: 'layerNorm', from, to, rows, channels, gamma, beta, epsilon: node.epsilon});
      }
      case 'prelu': {
        const [from, to] = this.#values.inPlace(input, value);
        return this.#push(value, {kind: 'prelu', from, to, shape: node.shape, alpha: node.weights[0]!});
      }
      case 'permute': {
        const shape = shapeOf(this.#graph, input);
        return this.#push(value, {
          kind: 'permute',
          from: this.#values.slot(input),
          to: this.#values.place(value, sizeOf(shape)),
          shape,
          permutation: node.permutation,
        });
      }
      case 'pad':
      case 'crop':
      case 'upsample':
        return this.#resample(node, index);
      case 'maxPool':
      case 'averagePool':
      case 'globalAveragePool':
        return this.#pool(node, value);
      case 'add':
      case 'subtract':
      case 'multiply':
        return this.#combine(node, value);
      case 'concatenate':
        return this.#concatenate(node, value);
    }
  }

  #convolve(node: Convolving, index: number): void {
    const value = this.#values.of(index);
    const {norm, ending} = this.#absorb(value, node.activation, node.shape[node.shape.length - 1]!);
    const input = shapeOf(this.#graph, node.inputs[0]!);
    const channels = input[input.length - 1]!;
    const filters = node.shape[node.shape.length - 1]!;
    const [kernelWeight, biasWeight] = node.weights;
    const kernel: Kernel = {
      kernel: kernelWeight!,
      bias: node.useBias ? biasWeight : undefined,
      norm,
      layout: node.op === 'conv2dTranspose' ? 'rows columns out in' : 'rows columns in out',
      columns: node.op === 'dense' ? 1 : node.kernel[1],
      channels,
      filters,
    };
    if (node.op === 'depthwiseConv2d') {
      const geometry = windowGeometry(node);
      const from = this.#framed(node.inputs[0]!, index, geometry.frame);
      const to = this.#values.place(value, sizeOf(node.shape));
      this.#push(value, {kind: 'depthwise', from, to, kernel, geometry, multiplier: filters / channels, ending});
    } else {
      const [geometry, from] = this.#source(node, index, input);
      const [rows, columns] = node.op === 'dense' ? [sizeOf(node.shape) / filters, 1] : (node.shape as [number, number]);
      const to = {slot: this.#values.place(value, sizeOf(node.shape)), rows, columns, channels: filters, frame: NO_FRAME};
      this.#push(value, {kind: 'convolution', from, to, kernel, geometry, ending});
    }
    if (node.activation === 'softmax') {
      this.#steps.push({
        kind: 'softmax',
        from: this.#values.slot(value),
        to: this.#values.slot(value),
        rows: sizeOf(node.shape) / filters,
        channels: filters,
      });
      this.#stepOf.delete(value);
    }
  }

  #source(node: NodeOf<'dense' | 'conv2d' | 'conv2dTranspose'>, index: number, input: number[]): [Geometry, Framed] {
    if (node.op === 'dense') {
      const channels = input[input.length - 1]!;
      const rows = sizeOf(input) / channels;
      return [denseGeometry(rows), {slot: this.#values.slot(node.inputs[0]!), rows, columns: 1, channels, frame: NO_FRAME}];
    }
    const geometry = node.op === 'conv2d' ? windowGeometry(node) : transposedGeometry(node, input);
    return [geometry, this.#framed(node.inputs[0]!, index, geometry.frame)];
  }

  /** Takes the batch normalisation and the activation that follow a layer into it, as long as nobody else reads what lies between. */
  #absorb(value: number, activation: Activation, filters: number): {norm: Norm | undefined; ending: Ending} {
    let norm: Norm | undefined;
    let ending = endingOf(activation) ?? LINEAR;
    while (activation !== 'softmax') {
      const [user, ...others] = this.#values.users(value);
      if (user === undefined || user === OUTSIDE || others.length > 0) break;
      const node = this.#graph.nodes[user]!;
      const next = endingOfNode(node);
      if (!isLinear(ending)) break;
      const folds = node.op === 'batchNormalization' && !norm ? normOf(node) : undefined;
      if (next) ending = next;
      else if (folds && filters % folds.channels === 0) norm = folds;
      else break;
      this.#done.add(user);
      this.#values.merge(this.#values.of(user), value);
    }
    return {norm, ending};
  }

  /** The input of a convolution with `frame` zeros around it, with the padding and upsampling nodes before it that nobody else reads. */
  #framed(value: number, user: number, frame: Edges): Framed {
    let reader = user;
    let [repeatY, repeatX] = [1, 1];
    let producer = this.#values.producer(value);
    if (producer?.op === 'pad' && this.#values.onlyReader(value, reader)) {
      frame = addEdges(frame, producer.padding);
      reader = value - this.#graph.inputs.length;
      value = producer.inputs[0]!;
      producer = this.#values.producer(value);
    }
    if (producer?.op === 'upsample' && producer.interpolation === 'nearest' && this.#values.onlyReader(value, reader)) {
      [repeatY, repeatX] = producer.size;
      reader = value - this.#graph.inputs.length;
      value = producer.inputs[0]!;
    }
    const [height, width, channels] = shapeOf(this.#graph, value) as [number, number, number];
    const image = {rows: height * repeatY, columns: width * repeatX, channels, frame};
    const repeats = repeatY > 1 || repeatX > 1;
    if (!repeats && isEmpty(frame)) return {slot: this.#values.slot(value), ...image};
    const made = this.#stepOf.get(this.#values.root(value));
    if (
      !repeats &&
      made?.kind === 'convolution' &&
      this.#values.onlyReader(value, reader) &&
      sameImage(made.to, image) &&
      isEmpty(made.to.frame)
    ) {
      made.to.frame = frame;
      this.#values.slots[made.to.slot]!.size = framedSize(made.to);
      this.#steps.push({kind: 'border', to: made.to});
      return made.to;
    }
    const to = {slot: this.#values.newSlot(framedSize(image)), ...image};
    this.#steps.push({kind: 'frame', from: this.#values.slot(value), to, repeatY, repeatX});
    return to;
  }

  /** Padding and upsampling that the convolution behind them takes over make no step of their own. */
  #resample(node: NodeOf<'pad' | 'crop' | 'upsample'>, index: number): void {
    const value = this.#values.of(index);
    if (this.#isFramedAway(node, value)) return;
    const input = node.inputs[0]!;
    const [rows, columns, channels] = shapeOf(this.#graph, input) as [number, number, number];
    if (node.op === 'upsample' && node.interpolation === 'bilinear') {
      const [factorY, factorX] = node.size;
      const to = this.#values.place(value, sizeOf(node.shape));
      return this.#push(value, {kind: 'bilinear', from: this.#values.slot(input), to, rows, columns, channels, factorY, factorX});
    }
    const [repeatY, repeatX] = node.op === 'upsample' ? node.size : [1, 1];
    const frame = node.op === 'pad' ? node.padding : node.op === 'crop' ? negative(node.cropping) : NO_FRAME;
    const slot = this.#values.place(value, sizeOf(node.shape));
    const to = {slot, rows: rows * repeatY, columns: columns * repeatX, channels, frame};
    this.#push(value, {kind: 'frame', from: this.#values.slot(input), to, repeatY, repeatX});
  }

  #isFramedAway(node: NodeOf<'pad' | 'crop' | 'upsample'>, value: number): boolean {
    const [user, ...others] = this.#values.users(value);
    if (user === undefined || user === OUTSIDE || others.length > 0 || node.op === 'crop') return false;
    if (node.op === 'upsample' && node.interpolation === 'bilinear') return false;
    const reader = this.#graph.nodes[user]!;
    // A reshape in between would be another image.
    if (reader.inputs[0] !== value) return false;
    if (reader.op === 'pad') return node.op === 'upsample' && this.#isFramedAway(reader, this.#values.of(user));
    return reader.op === 'conv2d' || reader.op === 'conv2dTranspose' || reader.op === 'depthwiseConv2d';
  }

  #softmax(input: number, value: number, shape: number[]): void {
    const channels = shape[shape.length - 1]!;
    const [from, to] = this.#values.inPlace(input, value);
    this.#push(value, {kind: 'softmax', from, to, rows: sizeOf(shape) / channels, channels});
  }

  #pool(node: NodeOf<'maxPool' | 'averagePool' | 'globalAveragePool'>, value: number): void {
    const [height, width, channels] = shapeOf(this.#graph, node.inputs[0]!) as [number, number, number];
    const whole = node.op === 'globalAveragePool';
    const size: [number, number] = whole ? [height, width] : node.size;
    this.#push(value, {
      kind: 'pool',
      from: this.#values.slot(node.inputs[0]!),
      to: this.#values.place(value, sizeOf(node.shape)),
      input: [height, width],
      output: whole ? [1, 1] : (node.shape.slice(0, 2) as [number, number]),
      channels,
      window: size,
      strides: whole ? size : node.strides,
      top: whole ? 0 : node.padding.top,
      left: whole ? 0 : node.padding.left,
      average: node.op !== 'maxPool',
    });
  }

  #combine(node: NodeOf<'add' | 'subtract' | 'multiply'>, value: number): void {
    const {shape, op} = node;
    const slots = node.inputs.map((input) => this.#values.slot(input));
    const shapes = node.inputs.map((input) => shapeOf(this.#graph, input));
    const to = this.#values.place(value, sizeOf(shape));
    for (let index = 1; index < slots.length; index++) {
      const [from, fromShape] = index === 1 ? [slots[0]!, shapes[0]!] : [to, shape];
      this.#push(value, {kind: 'combine', op, from, with: slots[index]!, to, shape, shapes: [fromShape, shapes[index]!]});
    }
  }

  #concatenate(node: NodeOf<'concatenate'>, value: number): void {
    const to = this.#values.place(value, sizeOf(node.shape));
    const blocks = sizeOf(node.shape.slice(0, node.axis));
    const stride = sizeOf(node.shape) / blocks;
    let offset = 0;
    for (const input of node.inputs) {
      const length = sizeOf(shapeOf(this.#graph, input)) / blocks;
      this.#push(value, {kind: 'join', from: this.#values.slot(input), to, blocks, length, stride, offset});
      offset += length;
    }
  }

  #push(value: number, step: Step): void {
    this.#steps.push(step);
    this.#stepOf.set(value, step);
  }
}

function normOf(node: NodeOf<'batchNormalization'>): Norm {
  const weights = [...node.weights];
  const gamma = node.scale ? weights.shift() : undefined;
  const beta = node.center ? weights.shift() : undefined;
  const [mean, variance] = weights as [number, number];
  return {gamma, beta, mean, variance, epsilon: node.epsilon, channels: node.shape[node.shape.length - 1]!};
}
