import {Random} from '../../data/random.js';
import type {Graph, GraphNode, WeightSpec} from '../../format/graph.js';
import type {FlowStack} from '../../format/manifest.js';
import {FlowNet} from '../flow/flow-net.js';
import {ReferenceFlow} from '../reference/flow.js';

const TOLERANCE = 1e-3;

/** Why an engine's flows cannot be trusted, if so: a coupling of each kind against plain loops, there and back. */
export async function selfTestFlows(load: (stack: FlowStack, graph: Graph) => Promise<FlowNet>): Promise<string | undefined> {
  const {stack, graph} = twoCouplings();
  const [flow, expected] = [await load(stack, graph), new FlowNet(new ReferenceFlow(stack, graph))];
  try {
    const random = new Random(1);
    const x = {data: Float32Array.from({length: 22}, () => 2 * random.normal()), shape: [11, 2]};
    const [there, right] = [await flow.forward(x), await expected.forward(x)];
    const back = await flow.inverse(right.z);
    const fault = compare(there.z.data, right.z.data) ?? compare(there.logDet, right.logDet);
    return fault ?? compare(back.x.data, x.data);
  } finally {
    flow.dispose();
  }
}

function compare(found: Float32Array, expected: Float32Array): string | undefined {
  const wrong = expected.findIndex((value, index) => !(Math.abs(found[index]! - value) <= TOLERANCE * (1 + Math.abs(value))));
  return wrong < 0 ? undefined : `the graphics processor computed ${found[wrong]!} where ${expected[wrong]!} is right`;
}

function twoCouplings(): {stack: FlowStack; graph: Graph} {
  const random = new Random(2);
  const weight = (...shape: number[]): WeightSpec => ({
    name: 'weight',
    shape,
    trainable: true,
    data: Float32Array.from({length: shape.reduce((size, extent) => size * extent, 1)}, () => 0.4 * random.normal()),
  });
  const dense = (from: number, weights: number, units: number, activation: 'tanh' | 'swish' | 'linear'): GraphNode => ({
    name: 'dense',
    op: 'dense',
    inputs: [from],
    weights: [weights, weights + 1],
    shape: [units],
    useBias: true,
    activation,
  });
  const common = {net: 'couplings', bound: 3};
  return {
    stack: {
      standardise: {mean: [0.1, 0], std: [1.5, 2]},
      layers: [
        {...common, kind: 'affine', mask: [1, 0], output: 0},
        {...common, kind: 'rational-quadratic', bins: 4, mask: [0, 1], output: 1},
      ],
    },
    graph: {
      inputs: [0, 1].map((index) => ({name: `x${index}`, shape: [1]})),
      outputs: [3, 5],
      nodes: [dense(0, 0, 6, 'tanh'), dense(2, 2, 2, 'linear'), dense(1, 4, 5, 'swish'), dense(4, 6, 11, 'linear')],
      weights: [weight(1, 6), weight(6), weight(6, 2), weight(2), weight(1, 5), weight(5), weight(5, 11), weight(11)],
    },
  };
}
