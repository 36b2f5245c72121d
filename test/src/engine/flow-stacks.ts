// Flows made by hand, and what they are in double precision, by loops that know nothing of the engines.
import {Random} from '../../../src/data/random.js';
import type {Activation, Graph, GraphNode, WeightSpec} from '../../../src/format/graph.js';
import type {CouplingLayer, FlowStack} from '../../../src/format/manifest.js';
import {exactAffine, exactSpline} from '../training/exact-couplings.js';

export type Flow = {stack: FlowStack; graph: Graph};

type Kind = CouplingLayer['kind'];
export type FlowOptions = {
  kinds: Kind[];
  hidden?: number[];
  activation?: Activation;
  bins?: number;
  bound?: number;
  /** Standard deviation of what the last layers return, about. */
  spread?: number;
  standardise?: FlowStack['standardise'];
  seed: number;
};

/** A flow with random weights whose couplings take turns with the coordinates. */
export function randomFlow(options: FlowOptions): Flow {
  const {kinds, hidden = [16, 16], activation = 'tanh', bins = 8, bound = 4, spread = 0.5, seed} = options;
  const random = new Random(seed);
  const layers = kinds.map((kind, output): CouplingLayer => {
    const common = {mask: output % 2 === 0 ? [1, 0] : [0, 1], net: 'couplings', output};
    return kind === 'affine' ? {...common, kind, bound: 2} : {...common, kind, bins, bound};
  });
  const nodes: GraphNode[] = [];
  const weights: WeightSpec[] = [];
  const outputs = layers.map((layer, index) => {
    const widths = [1, ...hidden, layer.kind === 'affine' ? 2 : 3 * layer.bins - 1];
    let value = index;
    for (let at = 1; at < widths.length; at++) {
      const [inputs, units] = [widths[at - 1]!, widths[at]!];
      const last = at === widths.length - 1;
      const scale = last ? spread / Math.sqrt(inputs) : at === 1 ? 1.5 : 1.2 / Math.sqrt(inputs);
      const draw = (count: number, by: number) => Float32Array.from({length: count}, () => by * random.normal());
      const first = weights.length;
      weights.push({name: `kernel${first}`, shape: [inputs, units], trainable: true, data: draw(inputs * units, scale)});
      weights.push({name: `bias${first}`, shape: [units], trainable: true, data: draw(units, last ? spread / 2 : 0.5)});
      nodes.push({
        name: `dense${first}`,
        op: 'dense',
        inputs: [value],
        weights: [first, first + 1],
        shape: [units],
        useBias: true,
        activation: last ? 'linear' : activation,
      });
      value = layers.length + nodes.length - 1;
    }
    return value;
  });
  const inputs = layers.map((_, index) => ({name: `x${index}`, shape: [1]}));
  const standardise = options.standardise ?? {mean: [0.3, -0.7], std: [1.7, 0.6]};
  return {stack: {standardise, layers}, graph: {inputs, outputs, nodes, weights}};
}

export type Exact = {z: [number, number]; logDet: number; logProb: number; layers: [number, number][]; layerLogDets: number[]};

/** A point through the flow, in double precision. */
export function exactForward({stack, graph}: Flow, x: number, y: number): Exact {
  const {mean, std} = stack.standardise;
  let point: [number, number] = [(x - mean[0]!) / std[0]!, (y - mean[1]!) / std[1]!];
  const layers = [point];
  const layerLogDets: number[] = [];
  for (const layer of stack.layers) {
    const passing = layer.mask.indexOf(1);
    const raw = runNet(graph, layer.output, point[passing]!);
    const moved = point[1 - passing]!;
    const {y: value, logDet} =
      layer.kind === 'affine' ? exactAffine(moved, raw, layer.bound) : exactSpline(moved, raw, layer.bins, layer.bound);
    point = passing === 0 ? [point[0], value] : [value, point[1]];
    layers.push(point);
    layerLogDets.push(logDet);
  }
  const logDet = layerLogDets.reduce((sum, value) => sum + value, -Math.log(std[0]!) - Math.log(std[1]!));
  return {z: point, logDet, logProb: logDet - Math.log(2 * Math.PI) - (point[0] ** 2 + point[1] ** 2) / 2, layers, layerLogDets};
}

function runNet(graph: Graph, output: number, x: number): number[] {
  const evaluate = (value: number): number[] => {
    if (value < graph.inputs.length) return [x];
    const node = graph.nodes[value - graph.inputs.length]!;
    if (node.op !== 'dense') throw new Error(`no ${node.op} here`);
    const before = evaluate(node.inputs[0]!);
    const [kernel, bias] = node.weights.map((index) => graph.weights[index]!.data);
    return Array.from(bias!, (start, unit) => {
      const sum = before.reduce((total, input, row) => total + input * kernel![row * bias!.length + unit]!, start);
      if (node.activation === 'tanh') return Math.tanh(sum);
      if (node.activation === 'relu') return Math.max(0, sum);
      return node.activation === 'swish' ? sum / (1 + Math.exp(-sum)) : sum;
    });
  };
  return evaluate(graph.outputs[output]!);
}

/** Points of the plane, most near the middle, some far out. */
export function points(count: number, seed: number, spread = 2): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({length: 2 * count}, (_, i) => (i % 20 < 2 ? 5 : 1) * spread * random.normal());
}
