import {expect} from 'chai';
import {Random} from '../../../src/data/random.js';
import type {Engine} from '../../../src/engine/engine.js';
import type {Batch, Graph, GraphNode, Operation} from '../../../src/format/graph.js';
import {sizeOf} from '../../../src/format/graph.js';
import {relativeError} from './stock.js';

const random = new Random(12);
const NONE = {top: 0, bottom: 0, left: 0, right: 0};

function normals(shape: number[]): Batch {
  return {shape, data: Float32Array.from({length: sizeOf(shape)}, () => random.normal())};
}

type Part = {inputs: number[]; shape: number[]; weights?: Batch[]} & Operation;

/** A graph of one input whose nodes refer to values by number; 0 is the input. */
function graphOf(input: number[], parts: Part[]): Graph {
  const weights: Graph['weights'] = [];
  const nodes = parts.map(({weights: own = [], ...part}, index): GraphNode => {
    const places = own.map(({data, shape}) => weights.push({name: `w${weights.length}`, shape, trainable: true, data}) - 1);
    return {...part, name: `n${index}`, weights: places};
  });
  return {inputs: [{name: 'x', shape: input}], outputs: [nodes.length], nodes, weights};
}

/** Causal dilated convolution over [batch, time, channels]: y(t) = b + Σ_k W(k)·x(t − (last − k)·dilation), where what is before the start is 0. */
function causal({data, shape}: Batch, kernel: Batch, bias: Batch, dilation: number): Batch {
  const [batch, time, from] = shape as [number, number, number];
  const [taps, , , to] = kernel.shape as [number, number, number, number];
  const result = new Float32Array(batch * time * to);
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < time; t++) {
      for (let o = 0; o < to; o++) {
        let sum = bias.data[o]!;
        for (let k = 0; k < taps; k++) {
          const at = t - (taps - 1 - k) * dilation;
          for (let i = 0; i < from && at >= 0; i++) sum += kernel.data[(k * from + i) * to + o]! * data[(b * time + at) * from + i]!;
        }
        result[(b * time + t) * to + o] = sum;
      }
    }
  }
  return {data: result, shape: [batch, time, to]};
}

/**
 * Masked convolution (van den Oord et al. 2016, PixelCNN) over [batch, height, width, channels]: a pixel reads only rows above and what is to its
 * left, itself where `own` is set. Written over the pixels that are read; the kernel's other numbers are never looked at.
 */
function masked({data, shape}: Batch, kernel: Batch, size: number, own: boolean): Batch {
  const [batch, height, width, from] = shape as [number, number, number, number];
  const to = kernel.shape[3]!;
  const half = (size - 1) / 2;
  const result = new Float32Array(batch * height * width * to);
  for (let b = 0; b < batch; b++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let v = Math.max(0, y - half); v <= y; v++) {
          const last = v < y ? Math.min(width - 1, x + half) : own ? x : x - 1;
          for (let u = Math.max(0, x - half); u <= last; u++) {
            const tap = (v - y + half) * size + (u - x + half);
            for (let i = 0; i < from; i++) {
              const value = data[((b * height + v) * width + u) * from + i]!;
              for (let o = 0; o < to; o++) {
                result[((b * height + y) * width + x) * to + o]! += kernel.data[(tap * from + i) * to + o]! * value;
              }
            }
          }
        }
      }
    }
  }
  return {data: result, shape: [batch, height, width, to]};
}

/** The same kernel as it ships: an ordinary one with zeros where the mask is. */
function withZeros(kernel: Batch, size: number, own: boolean): Batch {
  const middle = (size * size - 1) / 2 + (own ? 1 : 0);
  const perTap = kernel.data.length / (size * size);
  return {shape: kernel.shape, data: kernel.data.map((value, index) => (index < middle * perTap ? value : 0))};
}

function map({data, shape}: Batch, change: (value: number, index: number) => number): Batch {
  return {data: data.map(change), shape};
}

/** What autoregressive models are made of, against plain loops over what a position may read. */
export function describeAutoregressive(name: string, create: () => Promise<Engine>): void {
  describe(`autoregressive nets on the ${name} engine`, () => {
    let engine: Engine;

    before(async () => {
      engine = await create();
    });

    after(() => engine.dispose());

    async function expectSame(graph: Graph, x: Batch, expected: Batch): Promise<void> {
      const net = await engine.loadNet(graph);
      const {outputs} = await net.run([x]);
      expect(relativeError(outputs[0]!.data, expected.data)).to.be.at.most(1e-4);
      net.dispose();
    }

    it('computes gated causal convolutions with residuals, dilated further from layer to layer', async () => {
      const [batch, time, channels] = [3, 40, 5];
      const x = normals([batch, time, channels]);
      const parts: Part[] = [];
      let from = 0;
      let value = x;
      for (const dilation of [1, 2, 4, 8]) {
        const [filter, gate] = [0, 1].map(() => ({kernel: normals([2, 1, channels, channels]), bias: normals([channels])}));
        const padded = {top: dilation, bottom: 0, left: 0, right: 0};
        const convolution = {
          kernel: [2, 1] as [number, number],
          strides: [1, 1] as [number, number],
          dilation: [dilation, 1] as [number, number],
        };
        const shape = [time, 1, channels];
        const first = parts.length + 1;
        parts.push({op: 'pad', padding: padded, inputs: [from], shape: [time + dilation, 1, channels]} as Part);
        for (const [{kernel, bias}, activation] of [
          [filter!, 'tanh'],
          [gate!, 'sigmoid'],
        ] as const) {
          parts.push({
            op: 'conv2d',
            ...convolution,
            padding: NONE,
            useBias: true,
            activation,
            inputs: [first],
            shape,
            weights: [kernel, bias],
          });
        }
        parts.push({op: 'multiply', inputs: [first + 1, first + 2], shape}, {op: 'add', inputs: [first + 3, from], shape});
        from = first + 4;
        const [left, right] = [causal(value, filter!.kernel, filter!.bias, dilation), causal(value, gate!.kernel, gate!.bias, dilation)];
        const before = value;
        value = map(left, (l, i) => Math.tanh(l) / (1 + Math.exp(-right.data[i]!)) + before.data[i]!);
      }
      const image = {data: x.data, shape: [batch, time, 1, channels]};
      await expectSame(graphOf([time, 1, channels], parts), image, value);
    });

    it('computes masked convolutions, of the first kind and of those behind it', async () => {
      const [batch, height, width] = [2, 9, 8];
      const x = normals([batch, height, width, 2]);
      const [first, second] = [normals([7, 7, 2, 6]), normals([3, 3, 6, 4])];
      const layer = (kernel: Batch, size: number, own: boolean, from: number): Part => {
        const half = (size - 1) / 2;
        const around = {top: half, bottom: half, left: half, right: half};
        const rest = {
          strides: [1, 1] as [number, number],
          dilation: [1, 1] as [number, number],
          useBias: false,
          activation: 'linear' as const,
        };
        const shape = [height, width, kernel.shape[3]!];
        return {
          op: 'conv2d',
          kernel: [size, size],
          padding: around,
          ...rest,
          inputs: [from],
          shape,
          weights: [withZeros(kernel, size, own)],
        };
      };
      const graph = graphOf([height, width, 2], [layer(first, 7, false, 0), layer(second, 3, true, 1)]);
      await expectSame(graph, x, masked(masked(x, first, 7, false), second, 3, true));
    });
  });
}
