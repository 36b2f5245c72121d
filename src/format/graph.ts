/**
 * A net, independent of the file it came from and of the engine that runs it. Every engine (reference, wasm, webgpu, tfjs) takes this and nothing else.
 * Images are channels last; shapes leave the batch out: `[height, width, channels]`, `[features]`.
 */
export type Graph = {
  /** The net's inputs, in the order of the stock model. */
  inputs: TensorSpec[];
  /** Values that the net returns, by value index. */
  outputs: number[];
  /** Topological: a node only reads values made before it. */
  nodes: GraphNode[];
  /** All weights in stock order, which is also the order of `setWeights`. */
  weights: WeightSpec[];
};

/** A tensor without its batch dimension. */
export type TensorSpec = {name: string; shape: number[]};

/** One weight, decoded to float32. Kernels are in the layout of Keras: dense [in, out], conv [h, w, in, out], transposed conv [h, w, out, in], depthwise [h, w, in, multiplier]; that of a Conv1D keeps its stock shape [h, in, out]. */
export type WeightSpec = {name: string; shape: number[]; trainable: boolean; data: Float32Array};

export type Activation =
  | 'linear'
  | 'relu'
  | 'relu6'
  | 'sigmoid'
  | 'tanh'
  | 'elu'
  | 'selu'
  | 'softplus'
  | 'softsign'
  | 'softmax'
  | 'swish'
  | 'gelu'
  | 'hardSigmoid';

/** Rows and columns added (or cut) at each side. Strided `same` padding is resolved to these numbers by the reader, by Keras' rule. */
export type Edges = {top: number; bottom: number; left: number; right: number};

/**
 * A node reads *values* by index: values 0 … inputs.length−1 are the graph's inputs, value inputs.length+n is the output of node n.
 * `weights` are indices into `Graph.weights`. `shape` is that of the node's output.
 */
export type GraphNode = {name: string; inputs: number[]; weights: number[]; shape: number[]} & Operation;

export type Operation =
  | {op: 'dense'; useBias: boolean; activation: Activation}
  | {
      op: 'conv2d';
      kernel: [number, number];
      strides: [number, number];
      dilation: [number, number];
      padding: Edges;
      useBias: boolean;
      activation: Activation;
    }
  /** `padding` is what is cut from the full transposed output, whose height is (in − 1)·stride + kernel; negative where a kernel smaller than its stride leaves rows to the bias alone. */
  | {op: 'conv2dTranspose'; kernel: [number, number]; strides: [number, number]; padding: Edges; useBias: boolean; activation: Activation}
  | {
      op: 'depthwiseConv2d';
      kernel: [number, number];
      strides: [number, number];
      dilation: [number, number];
      padding: Edges;
      useBias: boolean;
      activation: Activation;
    }
  /** Weights: gamma (if scale), beta (if center), moving mean, moving variance. Over the last axis. */
  | {op: 'batchNormalization'; epsilon: number; momentum: number; scale: boolean; center: boolean}
  /** Weights: gamma (if scale), beta (if center). Over the last axis. */
  | {op: 'layerNormalization'; epsilon: number; scale: boolean; center: boolean}
  | {op: 'activation'; activation: Activation}
  /** max(x, 0) cut at `maxValue`, with slope `negativeSlope` below `threshold` (ReLU and LeakyReLU layers). */
  | {op: 'relu'; negativeSlope: number; maxValue: number; threshold: number}
  | {op: 'elu'; alpha: number}
  /** Weight: alpha, of the value's shape with 1 on shared axes. */
  | {op: 'prelu'}
  | {op: 'reshape'}
  /** `permutation` of the axes after the batch, counted from 0. */
  | {op: 'permute'; permutation: number[]}
  | {op: 'pad'; padding: Edges}
  | {op: 'crop'; cropping: Edges}
  | {op: 'upsample'; size: [number, number]; interpolation: 'nearest' | 'bilinear'}
  /** Padded positions never win a maximum and never count in an average. */
  | {op: 'maxPool' | 'averagePool'; size: [number, number]; strides: [number, number]; padding: Edges}
  | {op: 'globalAveragePool'}
  /** Shapes are broadcast against each other from the right. */
  | {op: 'add' | 'subtract' | 'multiply'}
  /** `axis` after the batch, counted from 0. */
  | {op: 'concatenate'; axis: number};

/** Weights of a model's nets by role (`decoder` …), each net's in the order of `Graph.weights`. */
export type Weights = Record<string, Float32Array[]>;

/** Data of a tensor with its batch dimension in front: `[batch, …]`, row-major. */
export type Batch = {data: Float32Array; shape: number[]};

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
