import {expect} from 'chai';
import type {Net} from '../../../../src/engine/engine.js';
import {createReferenceEngine} from '../../../../src/engine/reference/reference-engine.js';
import {createWasmEngine} from '../../../../src/engine/wasm/wasm-engine.js';
import type {Batch, Graph, GraphNode} from '../../../../src/format/graph.js';
import {readLayersModel} from '../../../../src/format/read-layers-model.js';
import {Random} from '../../../../src/data/random.js';
import type {WebgpuEngine} from '../../../../src/engine/webgpu/webgpu-engine.js';
import {randomFlow} from '../flow-stacks.js';
import {relativeError} from '../stock.js';
import {faultyGpu, outOfMemory, refusal, webgpuEngine} from './adapters.js';

const random = new Random(9);

function normals(...shape: number[]): Batch {
  return {shape, data: Float32Array.from({length: shape.reduce((a, b) => a * b)}, () => random.normal())};
}

/** A dense layer of `inputs` × `units` weights, behind it another. */
function denseNet(inputs: number, units: number): Graph {
  const weight = (shape: number[]) => ({name: 'w', shape, trainable: true, data: normals(...shape).data});
  const node = (from: number, size: number): GraphNode => ({
    name: 'd',
    op: 'dense',
    inputs: [from],
    weights: [from],
    shape: [size],
    useBias: false,
    activation: 'tanh',
  });
  return {
    inputs: [{name: 'x', shape: [inputs]}],
    outputs: [2],
    nodes: [node(0, units), node(1, 3)],
    weights: [weight([inputs, units]), weight([units, 3])],
  };
}

async function decoder(): Promise<Graph> {
  const url = '/pretrained/vae-fashion-2d/decoder.json';
  const weights = await (await fetch('/pretrained/vae-fashion-2d/decoder.bin')).arrayBuffer();
  return readLayersModel(await (await fetch(url)).json(), weights, url);
}

async function rejection(promise: Promise<unknown>): Promise<Error & {code?: string}> {
  return promise.then(
    () => {
      throw new Error('did not reject');
    },
    (reason: unknown) => reason as Error,
  );
}

describe('an adapter that will not do', () => {
  it('is none at all, or one that throws', async () => {
    expect(await refusal({gpu: {requestAdapter: () => Promise.resolve(null)} as unknown as GPU})).to.include('no graphics processor');
    expect(await refusal({gpu: {requestAdapter: () => Promise.reject(new Error('blocked'))} as unknown as GPU})).to.equal('blocked');
  });

  it('computes on the CPU, unless that is asked for', async () => {
    expect(await refusal({})).to.include('computes on the CPU');
    const engine = await webgpuEngine({software: true});
    expect(engine.backend).to.equal('webgpu');
    engine.dispose();
  });

  it('gives no answer, or none about a device; a device that comes too late is given back', async () => {
    const silent = {requestAdapter: () => new Promise(() => undefined)} as unknown as GPU;
    expect(await refusal({gpu: silent, patience: 30})).to.equal('the browser gave no adapter in 30 ms');
    let [late, ended] = [(): void => undefined, Promise.resolve<GPUDeviceLostInfo | undefined>(undefined)];
    const slow = (adapter: GPUAdapter): void => {
      const requestDevice = adapter.requestDevice.bind(adapter);
      const arrival = new Promise<void>((resolve) => (late = resolve));
      adapter.requestDevice = () => {
        const device = arrival.then(() => requestDevice());
        ended = device.then(({lost}) => lost);
        return device;
      };
    };
    expect(await refusal({software: true, gpu: faultyGpu({adapter: slow}), patience: 3000})).to.equal(
      'the browser gave no device in 3000 ms',
    );
    late();
    expect((await ended)!.reason).to.equal('destroyed');
  });

  it('gives no device', async () => {
    const blocked = (adapter: GPUAdapter) => (adapter.requestDevice = () => Promise.reject(new DOMException('blocked', 'OperationError')));
    expect(await refusal({software: true, gpu: faultyGpu({adapter: blocked})})).to.equal('blocked');
  });

  it('never finishes the self-test', async () => {
    const hangs = (device: GPUDevice) => (device.createComputePipelineAsync = () => new Promise(() => undefined));
    expect(await refusal({software: true, gpu: faultyGpu({device: hangs}), patience: 3000})).to.equal(
      'its self-test failed: the browser gave no result in 3000 ms',
    );
  });

  it('is asked for low power', async () => {
    let asked: GPURequestAdapterOptions | undefined;
    const requestAdapter = (options?: GPURequestAdapterOptions) => ((asked = options), Promise.resolve(null));
    await refusal({gpu: {requestAdapter} as unknown as GPU});
    expect(asked).to.deep.equal({powerPreference: 'low-power'});
  });

  it('is too small', async () => {
    const small = (adapter: GPUAdapter) => Object.defineProperty(adapter, 'limits', {value: {maxComputeInvocationsPerWorkgroup: 128}});
    expect(await refusal({software: true, gpu: faultyGpu({adapter: small})})).to.equal(
      "the adapter's maxComputeInvocationsPerWorkgroup is 128, 256 is needed",
    );
  });

  it('computes something else', async () => {
    const lies = (device: GPUDevice): void => {
      const create = device.createShaderModule.bind(device);
      device.createShaderModule = ({code}) => create({code: code.replaceAll('s0 += k', 's0 += 1.01 * k')});
    };
    expect(await refusal({software: true, gpu: faultyGpu({device: lies})})).to.match(/^its self-test failed: .* computed/);
  });

  it('compiles no shader, and says why', async () => {
    const broken = (device: GPUDevice): void => {
      const create = device.createShaderModule.bind(device);
      device.createShaderModule = ({code}) => create({code: code.replace('@compute', '?')});
    };
    expect(await refusal({software: true, gpu: faultyGpu({device: broken})})).to.match(
      /self-test failed: a shader was refused: .*\(line \d+\)/s,
    );
  });
});

describe('a device that fails', () => {
  it('is lost: the engine says so, and so do runs', async () => {
    let device: GPUDevice | undefined;
    const engine = await webgpuEngine({gpu: faultyGpu({device: (made) => void (device = made)})});
    const net = await engine.loadNet(denseNet(4, 8));
    const running = net.run([normals(1, 4)]);
    running.catch(() => undefined);
    device!.destroy();
    expect((await engine.lost).reason).to.be.a('string');
    await running.catch((error: {code: string}) => expect(error.code).to.equal('device-lost'));
    expect((await rejection(net.run([normals(1, 4)]))).code).to.equal('device-lost');
    engine.dispose();
  });

  it('is not lost when it is no longer needed', async () => {
    const engine = await webgpuEngine();
    let lost = false;
    void engine.lost.then(() => (lost = true));
    engine.dispose();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(lost).to.equal(false);
  });

  it('has no room for a net', async () => {
    const tight = (device: GPUDevice) => Object.defineProperty(device, 'limits', {value: {maxStorageBufferBindingSize: 20_000}});
    const engine = await webgpuEngine({gpu: faultyGpu({device: tight})});
    expect((await rejection(engine.loadNet(denseNet(100, 100)))).code).to.equal('out-of-memory');
    const net = await engine.loadNet(denseNet(10, 10));
    expect((await net.run([normals(1, 10)])).outputs[0]!.shape).to.deep.equal([1, 3]);
    engine.dispose();
  });

  it('has no memory left for a batch: fewer examples at once do', async () => {
    let device: GPUDevice | undefined;
    const engine = await webgpuEngine({gpu: faultyGpu({device: (made) => void (device = made)})});
    const graph = denseNet(100, 100);
    const [net, reference] = [await engine.loadNet(graph), await createReferenceEngine().loadNet(graph)];
    const x = normals(200, 100);
    const refused = outOfMemory(device!, 20_000);
    const {outputs, stats} = await net.run([x]);
    expect(relativeError(outputs[0]!.data, (await reference.run([x])).outputs[0]!.data)).to.be.at.most(1e-4);
    expect(refused.length).to.be.above(0);
    expect(stats.submits).to.be.above(10);
    const asked = refused.length;
    await net.run([x]);
    expect(refused.length, 'it remembers').to.equal(asked);
    engine.dispose();
  });

  it('has no memory left to read a result through', async () => {
    let device: GPUDevice | undefined;
    const engine = await webgpuEngine({gpu: faultyGpu({device: (made) => void (device = made)})});
    const net = await engine.loadNet(denseNet(4, 8));
    const refused = outOfMemory(device!, 0);
    expect((await rejection(net.run([normals(1, 4)]))).code).to.equal('out-of-memory');
    // The number of the run has a buffer of its own.
    expect(refused.length).to.equal(2);
    engine.dispose();
  });

  it('refuses a command: the run rejects instead of returning what was there before', async () => {
    let device: GPUDevice | undefined;
    const engine = await webgpuEngine({gpu: faultyGpu({device: (made) => void (device = made)})});
    const net = await engine.loadNet(denseNet(4, 8));
    const create = GPUDevice.prototype.createBindGroup;
    device!.createBindGroup = ({layout, entries}) => create.call(device!, {layout, entries: [...entries].slice(1)});
    expect((await rejection(net.run([normals(1, 4)]))).code).to.equal('internal');
    engine.dispose();
  });

  type Running = (engine: WebgpuEngine) => Promise<(x: Batch) => Promise<Float32Array>>;
  const ofNets: Running = async (engine) => {
    const net = await engine.loadNet(denseNet(2, 8));
    return async (x) => (await net.run([x])).outputs[0]!.data;
  };
  const ofFlows: Running = async (engine) => {
    const {stack, graph} = randomFlow({kinds: ['affine', 'affine'], seed: 1});
    const flow = await engine.loadFlow(stack, graph);
    return async (x) => (await flow.logProb(x)).logProb;
  };
  for (const [whose, load] of [['a net', ofNets] as const, ['a flow', ofFlows] as const]) {
    it(`refuses a command of ${whose} that it has taken before: it is asked again, watched, and nothing else is taken for its result`, async () => {
      let device: GPUDevice | undefined;
      const engine = await webgpuEngine({gpu: faultyGpu({device: (made) => void (device = made)})});
      const run = await load(engine);
      const [x, other] = [normals(1, 2), normals(1, 2)];
      const expected = await run(x);
      let [scopes, refusals] = [0, 0];
      const push = device!.pushErrorScope.bind(device);
      device!.pushErrorScope = (filter) => (scopes++, push(filter));
      const create = device!.createCommandEncoder.bind(device);
      device!.createCommandEncoder = () => {
        const encoder = create();
        // What is never closed is refused as a whole.
        if (refusals > 0) encoder.pushDebugGroup(`refusal ${refusals--}`);
        return encoder;
      };
      await run(other);
      expect(scopes, 'nobody asks after what is known').to.equal(0);
      refusals = 1;
      expect(await run(x)).to.deep.equal(expected);
      expect([scopes, refusals], 'once more, watched').to.deep.equal([2, 0]);
      refusals = 2;
      expect((await rejection(run(x))).code).to.equal('internal');
      expect(await run(x)).to.deep.equal(expected);
      engine.dispose();
    });
  }

  it('is always asked after an upload that is large, since a result does not tell that its input was refused', async () => {
    let device: GPUDevice | undefined;
    const engine = await webgpuEngine({gpu: faultyGpu({device: (made) => void (device = made)})});
    const net = await engine.loadNet(denseNet(2000, 2));
    const x = normals(200, 2000);
    await net.run([x]);
    let scopes = 0;
    const push = device!.pushErrorScope.bind(device);
    device!.pushErrorScope = (filter) => (scopes++, push(filter));
    await net.run([x]);
    expect(scopes).to.equal(2);
    engine.dispose();
  });

  it('is not asked after what it has taken before, when numbers of runs begin anew either', async () => {
    let device: GPUDevice | undefined;
    const engine = await webgpuEngine({gpu: faultyGpu({device: (made) => void (device = made)})});
    const net = await engine.loadNet(denseNet(2, 8));
    const inputs = [normals(100, 2), normals(100, 2)];
    const expected = await Promise.all(inputs.map(async (x) => (await net.run([x])).outputs[0]!.data));
    device!.pushErrorScope = () => expect.fail('asked');
    for (let run = 0; run < 1100; run++) expect((await net.run([inputs[run % 2]!])).outputs[0]!.data).to.deep.equal(expected[run % 2]);
    engine.dispose();
  }).timeout(30_000);
});

describe('runs on a device', () => {
  it('take one dispatch and one submit for the decoder, for a point and for a sheet of tiles', async () => {
    const [engine, wasm] = [await webgpuEngine(), (await createWasmEngine()).engine!];
    const graph = await decoder();
    const [net, other] = [await engine.loadNet(graph), await wasm.loadNet(graph)];
    for (const count of [1, 289, 400]) {
      const z = normals(count, 2);
      await net.run([z]);
      const {outputs, stats} = await net.run([z]);
      expect(relativeError(outputs[0]!.data, (await other.run([z])).outputs[0]!.data)).to.be.at.most(1e-4);
      const {dispatches, submits, scriptMilliseconds, bytes} = stats;
      expect([dispatches, submits]).to.deep.equal([1, 1]);
      console.log(`decoder × ${count}: 1 dispatch, 1 submit, ${scriptMilliseconds.toFixed(2)} ms of script, ${bytes} bytes`);
    }
    engine.dispose();
    wasm.dispose();
  });

  it('spread the large steps of a single example over the device', async () => {
    const engine = await webgpuEngine();
    const graph = denseNet(2000, 1500);
    const x = normals(2, 2000);
    const [net, reference] = [await engine.loadNet(graph), await createReferenceEngine().loadNet(graph)];
    const {outputs, stats} = await net.run([x]);
    expect(stats.dispatches).to.equal(2);
    expect(relativeError(outputs[0]!.data, (await reference.run([x])).outputs[0]!.data)).to.be.at.most(1e-4);
    engine.dispose();
  });

  it('split a batch that would keep the device too long', async () => {
    const engine = await webgpuEngine();
    const graph = denseNet(30_000, 4);
    const x = normals(700, 30_000);
    const [net, one] = [await engine.loadNet(graph), await engine.loadNet(graph)];
    const {outputs, stats} = await net.run([x]);
    expect(stats.submits).to.be.above(1);
    for (const example of [0, 558, 559, 560, 699]) {
      const alone = await one.run([{shape: [1, 30_000], data: x.data.subarray(example * 30_000, (example + 1) * 30_000)}]);
      expect(relativeError(outputs[0]!.data.subarray(example * 3, example * 3 + 3), alone.outputs[0]!.data)).to.be.at.most(1e-5);
    }
    engine.dispose();
  });

  it('do not mix when they overlap, with nets and batches of all sizes', async () => {
    const engine = await webgpuEngine();
    const nets = await Promise.all([4, 60, 300].map((size) => engine.loadNet(denseNet(size, 20))));
    const runs: {net: Net; x: Batch; expected: Float32Array}[] = [];
    for (const net of nets) {
      for (const count of [1, 40, 300, 2]) {
        const x = normals(count, ...net.inputs[0]!.shape);
        runs.push({net, x, expected: (await net.run([x])).outputs[0]!.data});
      }
    }
    const found = await Promise.all(runs.map(({net, x}) => net.run([x])));
    for (const [index, {outputs}] of found.entries()) expect(outputs[0]!.data).to.deep.equal(runs[index]!.expected);
    engine.dispose();
  });

  it('give back what they took, and take no more over time', async () => {
    const engine = await webgpuEngine();
    let bytes = 0;
    for (let cycle = 0; cycle < 8; cycle++) {
      const nets = await Promise.all([10, 70].map((size) => engine.loadNet(denseNet(size, 50))));
      for (const count of [1, 100, 7]) await Promise.all(nets.map((net) => net.run([normals(count, ...net.inputs[0]!.shape)])));
      if (cycle === 0) bytes = engine.bytesInUse;
      else expect(engine.bytesInUse).to.equal(bytes);
      for (const net of nets) net.dispose();
      expect(engine.bytesInUse).to.equal(0);
    }
    expect(bytes).to.be.above(0);
    engine.dispose();
  });

  it('end with their net', async () => {
    const engine = await webgpuEngine();
    const net = await engine.loadNet(denseNet(4, 8));
    const running = rejection(net.run([normals(1, 4)]));
    net.dispose();
    expect((await running).code).to.equal('internal');
    engine.dispose();
  });

  it('end where nothing is finished but at a submit, as Firefox does between two looks of 100 ms', async () => {
    const lazy = (device: GPUDevice): void => {
      const waiting: (() => void)[] = [];
      const create = device.createBuffer.bind(device);
      device.createBuffer = (descriptor) => {
        const buffer = create(descriptor);
        const map = buffer.mapAsync.bind(buffer);
        buffer.mapAsync = async (mode) => {
          await map(mode);
          await new Promise<void>((resolve) => waiting.push(resolve));
        };
        return buffer;
      };
      const submit = device.queue.submit.bind(device.queue);
      device.queue.submit = (buffers) => {
        submit(buffers);
        for (const look of waiting.splice(0)) look();
      };
    };
    const engine = await webgpuEngine({nudges: true, gpu: faultyGpu({device: lazy})});
    const graph = denseNet(4, 8);
    const [net, reference] = [await engine.loadNet(graph), await createReferenceEngine().loadNet(graph)];
    const x = normals(3, 4);
    const expected = (await reference.run([x])).outputs[0]!.data;
    expect(relativeError((await net.run([x])).outputs[0]!.data, expected)).to.be.at.most(1e-4);
    engine.dispose();
    expect(await refusal({software: true, nudges: false, gpu: faultyGpu({device: lazy}), patience: 2000})).to.include('no result');
  });

  it('end with an error where the device never finishes', async () => {
    let device: GPUDevice | undefined;
    const engine = await webgpuEngine({patience: 2000, gpu: faultyGpu({device: (made) => void (device = made)})});
    const net = await engine.loadNet(denseNet(4, 8));
    const create = device!.createBuffer.bind(device);
    device!.createBuffer = (descriptor) => Object.assign(create(descriptor), {mapAsync: () => new Promise<undefined>(() => undefined)});
    const error = await rejection(net.run([normals(800, 4)]));
    expect(error).to.include({
      code: 'device-lost',
      message: 'the graphics processor did not answer: the browser gave no result in 6000 ms',
    });
    engine.dispose();
  });

  it('are asked after, where the browser looks too rarely by itself', async () => {
    let nudges = 0;
    const count = (device: GPUDevice): void => {
      const submit = device.queue.submit.bind(device.queue);
      device.queue.submit = (buffers) => ((nudges += [...buffers].length === 0 ? 1 : 0), submit(buffers));
    };
    for (const asked of [false, true]) {
      const engine = await webgpuEngine({nudges: asked, gpu: faultyGpu({device: count})});
      const net = await engine.loadNet(denseNet(4, 8));
      await net.run([normals(1, 4)]);
      expect(nudges > 0).to.equal(asked);
      engine.dispose();
    }
  });
});
