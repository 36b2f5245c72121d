import {expect} from 'chai';
import {createCompute} from '../../../../src/engine/compute.js';
import {Engines} from '../../../../src/engine/engines.js';
import {createReferenceEngine} from '../../../../src/engine/reference/reference-engine.js';
import type {Graph} from '../../../../src/format/graph.js';
import {readLayersModel} from '../../../../src/format/read-layers-model.js';
import {Random} from '../../../../src/data/random.js';
import {tf} from '../../../tfjs.js';
import {RandomNets} from '../random-net.js';
import {readStock, relativeError} from '../stock.js';
import {emulateHalf, faultyGpu, webgpuEngine} from './adapters.js';

/** Of the largest value of an output, of any pixel of hundreds of pictures: products have eleven bits, and errors of a dozen layers add up. */
const TOLERANCE = 2e-2;

async function decoder(model: string, role: string): Promise<Graph> {
  const url = `/pretrained/${model}/${role}.json`;
  const weights = await (await fetch(`/pretrained/${model}/${role}.bin`)).arrayBuffer();
  return readLayersModel(await (await fetch(url)).json(), weights, url);
}

describe('nets in half precision', () => {
  const halfGpu = (change?: (device: GPUDevice) => void): GPU =>
    faultyGpu({
      device: (device) => {
        emulateHalf(device);
        change?.(device);
      },
    });

  it('come within their own tolerance, and not within that of single precision', async function () {
    this.timeout(120_000);
    const engine = await webgpuEngine({gpu: halfGpu()});
    expect(await engine.refusesHalf()).to.equal(undefined);
    for (const [model, role] of [
      ['vae-fashion-2d', 'decoder'],
      ['vae-faces', 'decoder'],
      ['gan-faces', 'generator'],
    ] as const) {
      const graph = await decoder(model, role);
      const random = new Random(3);
      const size = graph.inputs[0]!.shape[0]!;
      for (const batch of [1, 40, 260]) {
        const x = {shape: [batch, size], data: Float32Array.from({length: batch * size}, () => random.normal())};
        const [net, oracle] = [await engine.loadNet(graph, {half: true}), await createReferenceEngine().loadNet(graph)];
        const error = relativeError((await net.run([x])).outputs[0]!.data, (await oracle.run([x])).outputs[0]!.data);
        expect(error, `${model}, ${batch} at once`).to.be.within(1e-4, TOLERANCE);
        net.dispose();
      }
    }
    engine.dispose();
  });

  it('may have any layer, and take new weights', async function () {
    this.timeout(240_000);
    await tf.setBackend('cpu');
    const engine = await webgpuEngine({gpu: halfGpu()});
    const nets = new RandomNets(5);
    for (let index = 0; index < 60; index++) {
      const {model, description} = nets.next();
      const graph = await readStock(model);
      const inputs = nets.inputs(model, 1 + (index % 4));
      const [one, other] = [await engine.loadNet(graph, {half: true}), await createReferenceEngine().loadNet(graph)];
      for (const net of [one, other])
        net.setWeights(graph.weights.map(({data, trainable}) => data.map((value) => (trainable ? 0.9 * value : value))));
      const [found, expected] = [(await one.run(inputs)).outputs, (await other.run(inputs)).outputs];
      for (const [at, {data}] of found.entries()) {
        expect(relativeError(data, expected[at]!.data), `net ${index}: ${description}`).to.be.at.most(TOLERANCE);
      }
      one.dispose();
      model.dispose();
    }
    engine.dispose();
  });

  it('are refused where half precision computes something else, and run in single precision then', async () => {
    const lies = (device: GPUDevice): void => {
      const create = device.createShaderModule.bind(device);
      device.createShaderModule = ({code}) => create({code: code.replaceAll('f16(arena', 'f16(1.1 * arena')});
    };
    const engine = await webgpuEngine({gpu: halfGpu(lies)});
    expect(await engine.refusesHalf()).to.match(/^the graphics processor computed .* where .* is right$/);
    const [graph, x] = [await decoder('vae-fashion-2d', 'decoder'), {shape: [1, 2], data: Float32Array.of(0.5, -1)}];
    const [net, oracle] = [await engine.loadNet(graph, {half: true}), await createReferenceEngine().loadNet(graph)];
    expect(relativeError((await net.run([x])).outputs[0]!.data, (await oracle.run([x])).outputs[0]!.data)).to.be.at.most(1e-5);
    engine.dispose();
  });

  it('are refused where no shader of theirs compiles, and for weights beyond their range', async () => {
    const broken = (device: GPUDevice): void => {
      const create = device.createShaderModule.bind(device);
      device.createShaderModule = ({code}) => create({code: code.startsWith('enable f16;') ? '?' : code});
    };
    const without = await webgpuEngine({gpu: halfGpu(broken)});
    expect(await without.refusesHalf()).to.match(/^a shader was refused/);
    without.dispose();
    const engine = await webgpuEngine({gpu: halfGpu()});
    const graph = await decoder('vae-fashion-2d', 'decoder');
    const large = {...graph, weights: graph.weights.map((spec, at) => ({...spec, data: at === 1 ? spec.data.map(() => 1e5) : spec.data}))};
    const x = {shape: [1, 2], data: Float32Array.of(0.5, -1)};
    const [net, oracle] = [await engine.loadNet(large, {half: true}), await createReferenceEngine().loadNet(large)];
    expect(relativeError((await net.run([x])).outputs[0]!.data, (await oracle.run([x])).outputs[0]!.data)).to.be.at.most(1e-4);
    engine.dispose();
  });

  it('are asked for by the backend `webgpu-f16`; without them WebGPU computes as ever, and says so', async () => {
    const {requestAdapter} = navigator.gpu;
    try {
      for (const [gpu, reasons] of [
        [halfGpu(), []],
        [
          faultyGpu({device: (device) => Object.defineProperty(device, 'features', {value: new Set()})}),
          ['this graphics processor computes in no half precision'],
        ],
      ] as const) {
        const own = gpu.requestAdapter.bind(gpu);
        navigator.gpu.requestAdapter = (options) => ((navigator.gpu.requestAdapter = requestAdapter), own(options));
        const engines = new Engines();
        const compute = await createCompute({backend: 'webgpu-f16'}, engines);
        expect(compute.fallbacks).to.deep.equal(reasons.map((reason) => ({backend: 'webgpu-f16', reason})));
        expect(compute.half).to.equal(true);
        expect((await compute.pick(1, 1)).backend).to.equal('webgpu');
        engines.gpu.dispose();
      }
    } finally {
      navigator.gpu.requestAdapter = requestAdapter;
    }
  });
});
