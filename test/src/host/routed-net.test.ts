import {expect} from 'chai';
import type {BackendName, Compute, Engine, Net} from '../../../src/engine/engine.js';
import {createReferenceEngine} from '../../../src/engine/reference/reference-engine.js';
import {GenerativeError, type ErrorCode} from '../../../src/format/errors.js';
import type {Graph} from '../../../src/format/graph.js';
import {Queue} from '../../../src/host/queue.js';
import {RoutedNet} from '../../../src/host/routed-net.js';

const GRAPH: Graph = {
  inputs: [{name: 'x', shape: [1]}],
  outputs: [1],
  nodes: [{name: 'y', op: 'dense', inputs: [0], weights: [0], shape: [1], useBias: false, activation: 'linear'}],
  weights: [{name: 'w', shape: [1, 1], trainable: true, data: Float32Array.of(2)}],
};
const three = {shape: [1, 1], data: Float32Array.of(3)};

/** An engine of plain loops under another name that fails as often as it is told to. */
class Faulty implements Engine {
  readonly lost = new Promise<never>(() => undefined);
  readonly faults: {load: ErrorCode[]; run: ErrorCode[]} = {load: [], run: []};
  /** What a test does while a net is being loaded. */
  loading = (): Promise<void> => Promise.resolve();
  live = 0;
  readonly backend: BackendName;

  constructor(backend: BackendName) {
    this.backend = backend;
  }

  async loadNet(graph: Graph): Promise<Net> {
    await this.loading();
    const code = this.faults.load.shift();
    if (code) throw new GenerativeError(code, `${this.backend} cannot load`);
    const net = await createReferenceEngine().loadNet(graph);
    this.live++;
    const run: Net['run'] = async (inputs, options) => {
      const fault = this.faults.run.shift();
      if (fault) throw new GenerativeError(fault, `${this.backend} cannot run`);
      const {outputs, stats} = await net.run(inputs, options);
      return {outputs, stats: {...stats, backend: this.backend}};
    };
    const {inputs, outputs, flops} = net;
    const dispose = (): void => void this.live--;
    return {inputs, outputs, flops, run, setWeights: (weights) => net.setWeights(weights), dispose};
  }

  loadFlow(): Promise<never> {
    return Promise.reject(new Error('no flows here'));
  }

  dispose(): void {}
}

/** A GPU that is replaced once when it is lost, wasm, and plain loops, by the rules of the real one. */
class FakeCompute implements Compute {
  readonly fallbacks: Compute['fallbacks'] = [];
  readonly gpus = [new Faulty('webgpu'), new Faulty('webgpu')];
  readonly wasm = new Faulty('wasm');
  readonly reference = new Faulty('reference');

  pick(_flops: number, _batch: number, unfit?: ReadonlySet<BackendName>): Promise<Engine> {
    const found = [this.gpus[0], this.wasm].find((engine) => engine && !unfit?.has(engine.backend));
    return Promise.resolve(found ?? this.reference);
  }

  survives(error: unknown, engine: Engine, unfit: Set<BackendName>): Promise<boolean> {
    const {code} = error as GenerativeError;
    if (code === 'bad-data' || engine === this.reference) return Promise.resolve(false);
    if (code === 'device-lost' && engine === this.gpus[0]) this.gpus.shift();
    else if (code !== 'device-lost') unfit.add(engine.backend);
    return Promise.resolve(true);
  }
}

describe('RoutedNet', () => {
  let compute: FakeCompute;
  let net: RoutedNet;

  beforeEach(() => {
    compute = new FakeCompute();
    net = new RoutedNet(GRAPH, {compute, queue: new Queue(8), slice: 8, onBusy: () => {}});
  });

  const run = async (x = three): Promise<[number, string]> => {
    const {outputs, stats} = await net.run([x]);
    return [outputs[0]!.data[0]!, stats.backend];
  };
  const codeOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(String, (error: {code?: string}) => error.code);

  it('asks a device that takes the place of a lost one the same, then wasm', async () => {
    const [first, second] = compute.gpus;
    expect(await run()).to.deep.equal([6, 'webgpu']);
    first!.faults.run.push('device-lost');
    expect(await run()).to.deep.equal([6, 'webgpu']);
    expect(second!.live).to.equal(1);
    second!.faults.run.push('device-lost');
    expect(await run()).to.deep.equal([6, 'wasm']);
    expect(compute.gpus).to.have.length(0);
  });

  it('asks again for all that was asked, each once', async () => {
    compute.gpus[0]!.faults.run.push('device-lost', 'device-lost', 'device-lost');
    const found = await Promise.all([1, 2, 3].map((x) => run({shape: [1, 1], data: Float32Array.of(x)})));
    expect(found).to.deep.equal([
      [2, 'webgpu'],
      [4, 'webgpu'],
      [6, 'webgpu'],
    ]);
    expect(compute.gpus).to.have.length(1);
  });

  it('goes where it fits: from the GPU to wasm, and where that gives no memory either, to plain loops', async () => {
    compute.gpus[0]!.faults.load.push('out-of-memory');
    expect(await run()).to.deep.equal([6, 'wasm']);
    compute.wasm.faults.run.push('out-of-memory');
    expect(await run()).to.deep.equal([6, 'reference']);
    expect(await run(), 'it stays there').to.deep.equal([6, 'reference']);
    compute.reference.faults.run.push('out-of-memory');
    expect(await codeOf(run())).to.equal('out-of-memory');
  });

  it('tells what the caller did wrong, and stops for an abort', async () => {
    compute.gpus[0]!.faults.run.push('bad-data');
    expect(await codeOf(run())).to.equal('bad-data');
    const abort = new AbortController();
    compute.gpus[0]!.faults.run.push('device-lost');
    compute.gpus[1]!.loading = () => Promise.resolve(abort.abort());
    const error = await net.run([three], {signal: abort.signal}).catch((reason: Error) => reason.name);
    expect([await run(), error]).to.deep.equal([[6, 'webgpu'], 'AbortError']);
  });

  it('carries weights that were set to the next engine', async () => {
    await run();
    net.setWeights([Float32Array.of(5)]);
    expect(await run()).to.deep.equal([15, 'webgpu']);
    compute.gpus[0]!.faults.run.push('device-lost');
    expect(await run()).to.deep.equal([15, 'webgpu']);
    expect(() => net.setWeights([])).to.throw('1 weights expected');
  });

  it('takes weights while it is being loaded', async () => {
    compute.gpus[0]!.loading = () => Promise.resolve(net.setWeights([Float32Array.of(7)]));
    expect(await run()).to.deep.equal([21, 'webgpu']);
  });

  it('is disposed of on all engines, even while it is being loaded, and does not run again', async () => {
    compute.gpus[0]!.faults.load.push('internal');
    await run();
    net.dispose();
    await new Promise((resolve) => setTimeout(resolve));
    expect(compute.wasm.live).to.equal(0);
    expect(await codeOf(run())).to.equal('internal');
    expect(() => net.setWeights([Float32Array.of(1)])).to.throw('disposed');
    net = new RoutedNet(GRAPH, {compute, queue: new Queue(8), slice: 8, onBusy: () => {}});
    const [gpu] = compute.gpus;
    gpu!.loading = () => Promise.resolve(net.dispose());
    await net.run([three]).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve));
    expect(gpu!.live).to.equal(0);
  });
});
