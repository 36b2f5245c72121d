import {defaultDevice, init, jit, nn, numpy as np, type Device, type NdArray} from '@jax-js/jax';
import {FLOW, cells} from '../../stock-flow.js';
import {timed, type Ran} from '../engine.js';

/** The flow as a function that jax-js compiles for one size of grid; weights are its arguments and lie on the device, points are made once. */
export async function start(device: Device): Promise<(size: number) => Promise<() => Promise<Ran>>> {
  if (!(await init(device)).includes(device)) throw new Error(`jax-js has no ${device} here`);
  return (size) => {
    defaultDevice(device);
    const weights = FLOW.graph.weights.map(({data, shape}) => np.array(data, {shape, device}));
    const columns = cells(size).map((column) => np.array(Float32Array.from(column), {shape: [size * size, 1], device}));
    const run = jit((...args: NdArray[]) => density(args[0]!, args[1]!, args.slice(2)), {device});
    return Promise.resolve(() => {
      defaultDevice(device);
      return timed(() => run(...columns.map((column) => column.ref), ...weights.map((weight) => weight.ref)).data());
    });
  };
}

function density(x: NdArray, y: NdArray, weights: NdArray[]): NdArray {
  const {stack} = FLOW;
  const point: [NdArray, NdArray] = [x, y];
  const [deviationX, deviationY] = stack.standardise.std as [number, number];
  let logDet: NdArray | undefined;
  for (const [index, {mask, bound}] of stack.layers.entries()) {
    const passing = mask.indexOf(1);
    const dense = (input: NdArray, layer: number): NdArray =>
      np.matmul(input, weights[6 * index + 2 * layer]!).add(weights[6 * index + 2 * layer + 1]!);
    const out = dense(nn.relu(dense(nn.relu(dense(point[passing]!.ref, 0)), 1)), 2);
    const [raw, t] = np.split(out, 2, 1) as [NdArray, NdArray];
    const s = np.tanh(raw.mul(1 / bound)).mul(bound);
    point[1 - passing] = point[1 - passing]!.mul(np.exp(s.ref)).add(t);
    logDet = logDet ? logDet.add(s) : s;
  }
  const squares = np.square(point[0]).add(np.square(point[1]));
  return logDet!.sub(squares.mul(0.5)).sub(Math.log(2 * Math.PI * deviationX * deviationY));
}
