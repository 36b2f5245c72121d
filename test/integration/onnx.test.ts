// The bench's ONNX files: their wire format, read back by a few lines of its own, and what onnxruntime-web makes of them where it is installed.
import {expect} from 'chai';
import fs from 'node:fs';
import {createReferenceEngine} from '../../src/engine/reference/reference-engine.js';
import type {Graph} from '../../src/format/graph.js';
import {writeOnnx} from '../bench/onnx/write.js';
import {RandomNets} from '../src/engine/random-net.js';
import {readStock, relativeError} from '../src/engine/stock.js';
import {tf} from '../tfjs.js';

const RUNTIME = new URL('../bench/node_modules/onnxruntime-web/dist/ort.node.min.mjs', import.meta.url);
const NETS = 150;

type Tensor = {data: Float32Array; dims: number[]};
type Runtime = {
  env: {wasm: {numThreads: number}};
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor;
  InferenceSession: {create(file: Uint8Array): Promise<{run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>}>};
};

describe('ONNX writer of the bench', () => {
  before(() => tf.setBackend('cpu'));

  it('writes nodes in order, kernels with channels first, and a batch of any size', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({units: 4, inputShape: [3], activation: 'relu'}),
        tf.layers.reshape({targetShape: [2, 1, 2]}),
        tf.layers.conv2dTranspose({filters: 3, kernelSize: [2, 4], strides: 2, padding: 'same', activation: 'swish'}),
        tf.layers.conv2d({filters: 1, kernelSize: 3, padding: 'same', activation: 'sigmoid'}),
      ],
    });
    const graph = await readStock(model);
    const {operators, tensors, shapes} = readFile(writeOnnx(graph));
    expect(operators).to.deep.equal('Gemm Relu Reshape Transpose ConvTranspose Sigmoid Mul Conv Sigmoid Transpose Identity'.split(' '));
    expect(shapes).to.deep.equal([
      ['batch', 3],
      ['batch', 4, 2, 1],
    ]);
    const kernels = tensors.filter(({dims}) => dims.length === 4);
    expect(kernels.map(({dims}) => dims)).to.deep.equal([
      [2, 3, 2, 4],
      [1, 3, 3, 3],
    ]);
    // Keras: [row, column, out, in]; here [in, out, row, column].
    const stock = graph.weights[2]!.data;
    const at = (row: number, column: number, out: number, into: number): number => ((row * 4 + column) * 3 + out) * 2 + into;
    expect(kernels[0]!.data[((1 * 3 + 2) * 2 + 1) * 4 + 3]).to.equal(stock[at(1, 3, 2, 1)]);
    expect(kernels[0]!.data[1]).to.equal(stock[at(0, 1, 0, 0)]);
  });

  if (!fs.existsSync(RUNTIME)) {
    it.skip('onnxruntime-web computes what the reference does (not installed: npm ci --prefix test/bench)');
    return;
  }
  it('onnxruntime-web computes what the reference does, on random nets of every layer class', async () => {
    const ort = (await import(RUNTIME.href)) as Runtime;
    ort.env.wasm.numThreads = 1;
    const nets = new RandomNets(11);
    for (let index = 0; index < NETS; index++) {
      const {model, description} = nets.next();
      const inputs = nets.inputs(model, 1 + (index % 3));
      const graph = await readStock(model);
      const {outputs} = await (await createReferenceEngine().loadNet(graph)).run(inputs);
      const session = await ort.InferenceSession.create(writeOnnx(graph));
      const found = await session.run(feeds(ort, graph, inputs));
      for (const [at, {data, shape}] of outputs.entries()) {
        const {data: theirs, dims} = found[`output${at}`]!;
        expect(dims, description).to.deep.equal(shape);
        expect(relativeError(theirs, data), `net ${index}: ${description}`).to.be.at.most(1e-4);
      }
      model.dispose();
    }
  });
});

function feeds(ort: Runtime, graph: Graph, inputs: {data: Float32Array; shape: number[]}[]): Record<string, Tensor> {
  return Object.fromEntries(graph.inputs.map(({name}, at) => [name, new ort.Tensor('float32', inputs[at]!.data, inputs[at]!.shape)]));
}

type Field = {field: number; value: number | Uint8Array};
type ReadTensor = {dims: number[]; data: Float32Array};

/** The model's graph is field 7; its nodes are field 1, initializers 5, inputs and outputs 11 and 12. */
function readFile(file: Uint8Array): {operators: string[]; tensors: ReadTensor[]; shapes: (string | number)[][]} {
  const graph = nested(file, 7)[0]!;
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const operators = nested(graph, 1).map((node) => decode(nested(node, 4)[0]!));
  const tensors = nested(graph, 5)
    .filter((tensor) => numbers(tensor, 2)[0] === 1)
    .map((tensor) => ({dims: numbers(tensor, 1), data: new Float32Array(nested(tensor, 9)[0]!.slice().buffer)}));
  const shapes = [...nested(graph, 11), ...nested(graph, 12)].map((info) => {
    const shape = nested(nested(nested(info, 2)[0]!, 1)[0]!, 2)[0]!;
    return nested(shape, 1).map((dimension) => numbers(dimension, 1)[0] ?? decode(nested(dimension, 2)[0]!));
  });
  return {operators, tensors, shapes};
}

function nested(message: Uint8Array, wanted: number): Uint8Array[] {
  return fieldsOf(message).flatMap(({field, value}) => (field === wanted && typeof value !== 'number' ? [value] : []));
}

function numbers(message: Uint8Array, wanted: number): number[] {
  return fieldsOf(message).flatMap(({field, value}) => (field === wanted && typeof value === 'number' ? [value] : []));
}

function fieldsOf(message: Uint8Array): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const wire = key & 7;
    if (wire === 0) found.push({field: key >> 3, value: varint()});
    else {
      const length = wire === 5 ? 4 : varint();
      found.push({field: key >> 3, value: message.subarray(at, at + length)});
      at += length;
    }
  }
  return found;
}
