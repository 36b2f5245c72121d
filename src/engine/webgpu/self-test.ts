import {Random} from '../../data/random.js';
import type {Batch, Graph} from '../../format/graph.js';
import {sizeOf} from '../../format/graph.js';
import type {Engine} from '../engine.js';

const EXAMPLES = 3;

type Loader = Pick<Engine, 'loadNet'>;

/** Why an engine cannot be trusted, if so: drivers that compile wrong code exist in every release of every browser. */
export async function selfTest(engine: Loader, oracle: Loader, tolerance = 1e-3): Promise<string | undefined> {
  const graph = decoder();
  const random = new Random(1);
  const z = {shape: [EXAMPLES, 3], data: Float32Array.from({length: EXAMPLES * 3}, () => random.normal())};
  const [found, expected] = await Promise.all([run(engine, graph, z), run(oracle, graph, z)]);
  const most = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const wrong = expected.findIndex((value, index) => !(Math.abs(found[index]! - value) <= tolerance * most));
  return wrong < 0 ? undefined : `the graphics processor computed ${found[wrong]!} where ${expected[wrong]!} is right`;
}

async function run(engine: Loader, graph: Graph, z: Batch): Promise<Float32Array> {
  const net = await engine.loadNet(graph);
  try {
    return (await net.run([z])).outputs[0]!.data;
  } finally {
    net.dispose();
  }
}

/** A dense layer, a transposed convolution and a framed convolution, with an exponential, a clamp and a quotient: what decoders are made of. */
function decoder(): Graph {
  const random = new Random(2);
  const weight = (...shape: number[]) => ({
    name: 'weight',
    shape,
    trainable: true,
    data: Float32Array.from({length: sizeOf(shape)}, () => 0.5 * random.normal()),
  });
  const none = {top: 0, bottom: 0, left: 0, right: 0};
  const one = {top: 1, bottom: 1, left: 1, right: 1};
  return {
    inputs: [{name: 'z', shape: [3]}],
    outputs: [4],
    nodes: [
      {op: 'dense', name: 'dense', inputs: [0], weights: [0, 1], shape: [54], useBias: true, activation: 'swish'},
      {op: 'reshape', name: 'reshape', inputs: [1], weights: [], shape: [3, 3, 6]},
      {
        op: 'conv2dTranspose',
        name: 'up',
        inputs: [2],
        weights: [2, 3],
        shape: [8, 8, 5],
        kernel: [4, 4],
        strides: [2, 2],
        padding: none,
        useBias: true,
        activation: 'relu',
      },
      {
        op: 'conv2d',
        name: 'image',
        inputs: [3],
        weights: [4, 5],
        shape: [8, 8, 2],
        kernel: [3, 3],
        strides: [1, 1],
        dilation: [1, 1],
        padding: one,
        useBias: true,
        activation: 'sigmoid',
      },
    ],
    weights: [weight(3, 54), weight(54), weight(4, 4, 5, 6), weight(5), weight(3, 3, 5, 2), weight(2)],
  };
}
