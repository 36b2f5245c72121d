import type {Activation, Edges, Graph, GraphNode} from '../format/graph.js';
import {sizeOf} from '../format/graph.js';
import {placeSlots} from './arena.js';
import {endingOf, endingOfNode} from './endings.js';
import type {Geometry} from './geometry.js';
import {denseGeometry, transposedGeometry, windowGeometry} from './geometry.js';
import {shapeOf} from './inputs.js';
import type {Ending, Framed, Kernel, Norm, Plan, Slot, Step} from './plan.js';
import {LINEAR, isLinear} from './plan.js';

type NodeOf<Op extends GraphNode['op']> = Extract<GraphNode, {op: Op}>;
type Convolving = NodeOf<'dense' | 'conv2d' | 'conv2dTranspose' | 'depthwiseConv2d'>;

const NO_FRAME: Edges = {top: 0, bottom: 0, left: 0, right: 0};
const OUTSIDE = -1;

/**
 * Turns a graph into fused steps: batch normalisation goes into the layer before it, activations into their producer, zero padding and nearest
 * upsampling into the frame that a convolution reads, reshapes vanish, and elementwise steps work in place.
 */
export function compile(graph: Graph): Plan {
  return new Compiler(graph).run();
}

class Compiler {
  readonly #graph: Graph;
  readonly #steps: Step[] = [];
  readonly #slots: Slot[] = [];
  /** The value whose elements a value shares: that of a reshape's input, or of the step that a node went into. */
  readonly #parent: number[];
  /** Nodes that read a value, by its root; OUTSIDE stands for the caller. */
  readonly #users: number[][];
  readonly #slotOf = new Map<number, number>();
  readonly #stepOf = new Map<number, Step>();
  readonly #done = new Set<number>();

  constructor(graph: Graph) {
    this.#graph = graph;
    const values = graph.inputs.length + graph.nodes.length;
    this.#parent = Array.from({length: values}, (_, value) => value);
    this.#users = this.#parent.map(() => []);
    for (const [index, node] of graph.nodes.entries()) {
      if (node.op === 'reshape') this.#parent[this.#value(index)] = node.inputs[0]!;
      else for (const input of node.inputs) this.#users[this.#root(input)]!.push(index);
    }
    for (const output of graph.outputs) this.#users[this.#root(output)]!.push(OUTSIDE);
  }

  run(): Plan {
    const inputs = this.#graph.inputs.map((spec, value) => this.#place(value, sizeOf(spec.shape)));
    for (const [index, node] of this.#graph.nodes.entries()) if (!this.#done.has(index)) this.#emit(node, index);
    const outputs = this.#graph.outputs.map((value) => this.#slot(value));
    const arena = placeSlots(this.#slots, this.#steps, inputs, outputs);
    return {graph: this.#graph, steps: this.#steps, slots: this.#slots, inputs, outputs, arena};
  }

  #emit(node: GraphNode, index: number): void {
    const value = this.#value(index);
    const input = node.inputs[0]!;
    const channels = node.shape[node.shape.length - 1] ?? 1;
    const rows = sizeOf(node.shape) / channels;
    const ending = endingOfNode(node);
    if (ending) {
      const [from, to] = this.#inPlace(input, value);
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
        const [from, to] = this.#inPlace(input, value);
        return this.#push(value, {kind: 'affine', from, to, rows, channels, norm: normOf(node)});
      }
      case 'layerNormalization': {
        const [gamma, beta] = node.scale ? node.weights : [undefined, node.weights[0]];
        const [from, to] = this.#inPlace(input, value);
        return this.#push(value, {kind: 'layerNorm', from, to, rows, channels, gamma, beta, epsilon: node.epsilon});
      }
      case 'prelu': {
        const [from, to] = this.#inPlace(input, value);
        return this.#push(value, {kind: 'prelu', from, to, shape: node.shape, alpha: node.weights[0]!});
      }
      case 'permute': {
        const shape = shapeOf(this.#graph, input);
        return this.#push(value, {
          kind: 'permute',
          from: this.#slot(input),
          to: this.#place(value, sizeOf(shape)),
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
    const value = this.#value(index);
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
      const to = this.#place(value, sizeOf(node.shape));
      this.#push(value, {kind: 'depthwise', from, to, kernel, geometry, multiplier: filters / channels, ending});
    } else {
      const [geometry, from] = this.#source(node, index, input);
      const [rows, columns] = node.op === 'dense' ? [sizeOf(node.shape) / filters, 1] : (node.shape as [number, number]);
      const to = {slot: this.#place(value, sizeOf(node.shape)), rows, columns, channels: filters, frame: NO_FRAME};
      this.#push(value, {kind: 'convolution', from, to, kernel, geometry, ending});
    }
    if (node.activation === 'softmax') {
      this.#steps.push({
        kind: 'softmax',
        from: this.#slot(value),
        to: this.#slot(value),
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
      return [denseGeometry(rows), {slot: this.#slot(node.inputs[0]!), rows, columns: 1, channels, frame: NO_FRAME}];
    }
    const geometry = node.op === 'conv2d' ? windowGeometry(node) : transposedGeometry(node, input);
    return [geometry, this.#framed(node.inputs[0]!, index, geometry.frame)];
  }

  /** Takes the batch normalisation and the activation that follow a layer into it, as long as nobody else reads what lies between. */
  #absorb(value: number, activation: Activation, filters: number): {norm: Norm | undefined; ending: Ending} {
    let norm: Norm | undefined;
    let ending = endingOf(activation) ?? LINEAR;
    while (activation !== 'softmax') {
      const [user, ...others] = this.#users[value]!;
      if (user === undefined || user === OUTSIDE || others.length > 0) break;
      const node = this.#graph.nodes[user]!;
      const next = endingOfNode(node);
      if (!isLinear(ending)) break;
      const folds = node.op === 'batchNormalization' && !norm ? normOf(node) : undefined;
      if (next) ending = next;
      else if (folds && filters % folds.channels === 0) norm = folds;
      else break;
      this.#done.add(user);
      this.#parent[this.#value(user)] = value;
      this.#users[value] = this.#users[this.#value(user)]!;
    }
    return {norm, ending};
  }

  /** The input of a convolution with `frame` zeros around it, with the padding and upsampling nodes before it that nobody else reads. */
  #framed(value: number, user: number, frame: Edges): Framed {
    let reader = user;
    let [repeatY, repeatX] = [1, 1];
    let producer = this.#producer(value);
    if (producer?.op === 'pad' && this.#onlyReader(value, reader)) {
      frame = addEdges(frame, producer.padding);
      reader = value - this.#graph.inputs.length;
      value = producer.inputs[0]!;
      producer = this.#producer(value);
    }
    if (producer?.op === 'upsample' && producer.interpolation === 'nearest' && this.#onlyReader(value, reader)) {
      [repeatY, repeatX] = producer.size;
      reader = value - this.#graph.inputs.length;
      value = producer.inputs[0]!;
    }
    const [height, width, channels] = shapeOf(this.#graph, value) as [number, number, number];
    const image = {rows: height * repeatY, columns: width * repeatX, channels, frame};
    const repeats = repeatY > 1 || repeatX > 1;
    if (!repeats && isEmpty(frame)) return {slot: this.#slot(value), ...image};
    const made = this.#stepOf.get(this.#root(value));
    if (
      !repeats &&
      made?.kind === 'convolution' &&
      this.#onlyReader(value, reader) &&
      sameImage(made.to, image) &&
      isEmpty(made.to.frame)
    ) {
      made.to.frame = frame;
      this.#slots[made.to.slot]!.size = framedSize(made.to);
      this.#steps.push({kind: 'border', to: made.to});
      return made.to;
    }
    const to = {slot: this.#newSlot(framedSize(image)), ...image};
    this.#steps.push({kind: 'frame', from: this.#slot(value), to, repeatY, repeatX});
    return to;
  }

  /** Padding and upsampling that the convolution behind them takes over make no step of their own. */
  #resample(node: NodeOf<'pad' | 'crop' | 'upsample'>, index: number): void {
    const value = this.#value(index);
    if (this.#isFramedAway(node, value)) return;
    const input = node.inputs[0]!;
    const [rows, columns, channels] = shapeOf(this.#graph, input) as [number, number, number];
    if (node.op === 'upsample' && node.interpolation === 'bilinear') {
      const [factorY, factorX] = node.size;
      const to = this.#place(value, sizeOf(node.shape));
      return this.#push(value, {kind: 'bilinear', from: this.#slot(input), to, rows, columns, channels, factorY, factorX});
    }
    const [repeatY, repeatX] = node.op === 'upsample' ? node.size : [1, 1];
    const frame = node.op === 'pad' ? node.padding : node.op === 'crop' ? negative(node.cropping) : NO_FRAME;
    const slot = this.#place(value, sizeOf(node.shape));
    const to = {slot, rows: rows * repeatY, columns: columns * repeatX, channels, frame};
    this.#push(value, {kind: 'frame', from: this.#slot(input), to, repeatY, repeatX});
  }

  #isFramedAway(node: NodeOf<'pad' | 'crop' | 'upsample'>, value: number): boolean {
    const [user, ...others] = this.#users[value]!;
    if (user === undefined || user === OUTSIDE || others.length > 0 || node.op === 'crop') return false;
    if (node.op === 'upsample' && node.interpolation === 'bilinear') return false;
    const reader = this.#graph.nodes[user]!;
    // A reshape in between would be another image.
    if (reader.inputs[0] !== value) return false;
    if (reader.op === 'pad') return node.op === 'upsample' && this.#isFramedAway(reader, this.#value(user));
    return reader.op === 'conv2d' || reader.op === 'conv2dTranspose' || reader.op === 'depthwiseConv2d';
  }

  #softmax(input: number, value: number, shape: number[]): void {
    const channels = shape[shape.length - 1]!;
    const [from, to] = this.#inPlace(input, value);
    this.#push(value, {kind: 'softmax', from, to, rows: sizeOf(shape) / channels, channels});
  }

  #pool(node: NodeOf<'maxPool' | 'averagePool' | 'globalAveragePool'>, value: number): void {
    const [height, width, channels] = shapeOf(this.#graph, node.inputs[0]!) as [number, number, number];
    const whole = node.op === 'globalAveragePool';
    const size: [number, number] = whole ? [height, width] : node.size;
    this.#push(value, {
      kind: 'pool',
      from: this.#slot(node.inputs[0]!),
      to: this.#place(value, sizeOf(node.shape)),
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
    const slots = node.inputs.map((input) => this.#slot(input));
    const shapes = node.inputs.map((input) => shapeOf(this.#graph, input));
    const to = this.#place(value, sizeOf(shape));
    for (let index = 1; index < slots.length; index++) {
      const [from, fromShape] = index === 1 ? [slots[0]!, shapes[0]!] : [to, shape];
      this.#push(value, {kind: 'combine', op, from, with: slots[index]!, to, shape, shapes: [fromShape, shapes[index]!]});
    }
  }

  #concatenate(node: NodeOf<'concatenate'>, value: number): void {
    const to = this.#place(value, sizeOf(node.shape));
    const blocks = sizeOf(node.shape.slice(0, node.axis));
    const stride = sizeOf(node.shape) / blocks;
    let offset = 0;
    for (const input of node.inputs) {
      const length = sizeOf(shapeOf(this.#graph, input)) / blocks;
      this.#push(value, {kind: 'join', from: this.#slot(input), to, blocks, length, stride, offset});
      offset += length;
    }
  }

  #push(value: number, step: Step): void {
    this.#steps.push(step);
    this.#stepOf.set(value, step);
  }

  /** An elementwise step overwrites what nobody else reads. */
  #inPlace(input: number, value: number): [number, number] {
    const from = this.#slot(input);
    const root = this.#root(input);
    if (this.#users[root]!.length > 1) return [from, this.#place(value, this.#slots[from]!.size)];
    this.#slotOf.set(value, from);
    return [from, from];
  }

  #onlyReader(value: number, user: number): boolean {
    const users = this.#users[this.#root(value)]!;
    return users.length === 1 && users[0] === user;
  }

  #producer(value: number): GraphNode | undefined {
    return this.#graph.nodes[value - this.#graph.inputs.length];
  }

  #value(node: number): number {
    return this.#graph.inputs.length + node;
  }

  #root(value: number): number {
    const parent = this.#parent[value]!;
    return parent === value ? value : this.#root(parent);
  }

  #slot(value: number): number {
    return this.#slotOf.get(this.#root(value))!;
  }

  #place(value: number, size: number): number {
    const slot = this.#newSlot(size);
    this.#slotOf.set(value, slot);
    return slot;
  }

  #newSlot(size: number): number {
    return this.#slots.push({size, offset: 0}) - 1;
  }
}

function normOf(node: NodeOf<'batchNormalization'>): Norm {
  const weights = [...node.weights];
  const gamma = node.scale ? weights.shift() : undefined;
  const beta = node.center ? weights.shift() : undefined;
  const [mean, variance] = weights as [number, number];
  return {gamma, beta, mean, variance, epsilon: node.epsilon, channels: node.shape[node.shape.length - 1]!};
}

function isEmpty({top, bottom, left, right}: Edges): boolean {
  return top === 0 && bottom === 0 && left === 0 && right === 0;
}

function addEdges(a: Edges, b: Edges): Edges {
  return {top: a.top + b.top, bottom: a.bottom + b.bottom, left: a.left + b.left, right: a.right + b.right};
}

function negative({top, bottom, left, right}: Edges): Edges {
  return {top: -top, bottom: -bottom, left: -left, right: -right};
}

function sameImage(a: Omit<Framed, 'slot'>, b: Omit<Framed, 'slot'>): boolean {
  return a.rows === b.rows && a.columns === b.columns && a.channels === b.channels;
}

/** Elements of an image with its frame. */
export function framedSize({rows, columns, channels, frame}: Omit<Framed, 'slot'>): number {
  return (rows + frame.top + frame.bottom) * (columns + frame.left + frame.right) * channels;
}
