import {expect} from 'chai';
import {createCompute} from '../../../src/engine/compute.js';
import type {WasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import {createWasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import type {Graph} from '../../../src/format/graph.js';

function denseNet(inputs: number, units: number): Graph {
  const weight = (shape: number[]) => ({
    name: 'w',
    shape,
    trainable: true,
    data: new Float32Array(shape.reduce((a, b) => a * b)).fill(1),
  });
  return {
    inputs: [{name: 'x', shape: [inputs]}],
    outputs: [1],
    nodes: [{name: 'd', op: 'dense', inputs: [0], weights: [0, 1], shape: [units], useBias: true, activation: 'linear'}],
    weights: [weight([inputs, units]), weight([units])],
  };
}

describe('the memory of the wasm engine', () => {
  let engine: WasmEngine;

  beforeEach(async () => {
    engine = (await createWasmEngine()).engine!;
  });

  it('comes back when nets are disposed of, and does not grow over cycles', async () => {
    const kept = await engine.loadNet(denseNet(10, 10));
    const start = engine.bytesInUse;
    let bytes = 0;
    for (let cycle = 0; cycle < 20; cycle++) {
      const nets = await Promise.all([300, 700, 500].map((size) => engine.loadNet(denseNet(size, 400 + (cycle % 3)))));
      const {outputs, stats} = await nets[1]!.run([{shape: [1, 700], data: new Float32Array(700).fill(2)}]);
      expect(outputs[0]!.data[0]).to.equal(1401);
      for (const index of [1, 0, 2]) nets[index]!.dispose();
      if (cycle === 2) bytes = stats.bytes;
      if (cycle > 2) expect(stats.bytes).to.equal(bytes);
    }
    expect(engine.bytesInUse - start).to.be.below(64 * 1100 * 4);
    kept.dispose();
    expect(engine.bytesInUse).to.equal(0);
  });

  it('keeps the weights of other nets when memory grows', async () => {
    const small = await engine.loadNet(denseNet(4, 4));
    const large = await engine.loadNet(denseNet(2000, 2000));
    const x = {shape: [2, 4], data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8)};
    expect([...(await small.run([x])).outputs[0]!.data]).to.deep.equal([11, 11, 11, 11, 27, 27, 27, 27]);
    large.dispose();
    expect([...(await small.run([x])).outputs[0]!.data]).to.deep.equal([11, 11, 11, 11, 27, 27, 27, 27]);
  });

  it('ends with all of its nets', async () => {
    const net = await engine.loadNet(denseNet(4, 4));
    engine.dispose();
    expect(engine.bytesInUse).to.equal(0);
    const error = await net.run([{shape: [1, 4], data: new Float32Array(4)}]).catch((reason: unknown) => reason as {code: string});
    expect(error).to.have.property('code', 'internal');
  });

  it('says out-of-memory where the browser gives no more, and goes on with what it has', async () => {
    const net = await engine.loadNet(denseNet(4, 4));
    const grow = WebAssembly.Memory.prototype.grow;
    WebAssembly.Memory.prototype.grow = () => {
      throw new RangeError('no');
    };
    try {
      const error = await engine.loadNet(denseNet(2000, 2000)).catch((reason: unknown) => reason as {code: string});
      expect(error).to.have.property('code', 'out-of-memory');
    } finally {
      WebAssembly.Memory.prototype.grow = grow;
    }
    const x = {shape: [1, 4], data: Float32Array.of(1, 2, 3, 4)};
    expect((await net.run([x])).outputs[0]!.data[0]).to.equal(11);
    net.dispose();
    expect(engine.bytesInUse).to.equal(0);
  });

  it('computes fewer examples at once where that is what the browser gives memory for', async () => {
    const graph = denseNet(40, 3000);
    const x = {shape: [70, 40], data: Float32Array.from({length: 2800}, (_, i) => Math.sin(i))};
    const expected = (await (await engine.loadNet(graph)).run([x])).outputs[0]!.data;
    const tight = (await createWasmEngine()).engine!;
    const grow = WebAssembly.Memory.prototype.grow;
    const asked: number[] = [];
    WebAssembly.Memory.prototype.grow = function (pages) {
      asked.push(pages);
      if (pages > 9) throw new RangeError('no');
      return grow.call(this, pages);
    };
    try {
      const net = await tight.loadNet(graph);
      expect((await net.run([x])).outputs[0]!.data).to.deep.equal(expected);
    } finally {
      WebAssembly.Memory.prototype.grow = grow;
    }
    expect(Math.max(...asked), 'the batch did not fit at first').to.be.above(9);
    tight.dispose();
    engine.dispose();
  });
});

describe('choosing an engine', () => {
  /** Runs with WebAssembly refusing to compile, as under a content security policy without 'wasm-unsafe-eval'. */
  async function withoutWasm<T>(replace: Partial<typeof WebAssembly>, run: () => Promise<T>): Promise<T> {
    const original = {...Object.fromEntries(Object.keys(replace).map((key) => [key, WebAssembly[key as 'validate']]))};
    Object.assign(WebAssembly, replace);
    try {
      return await run();
    } finally {
      Object.assign(WebAssembly, original);
    }
  }

  it('takes wasm where it can be had', async () => {
    const compute = await createCompute({backend: 'auto'});
    expect((await compute.pick(1e6, 1)).backend).to.equal('wasm');
    expect(compute.fallbacks).to.deep.equal([]);
  });

  it('pins the reference', async () => {
    const compute = await createCompute({backend: 'reference'});
    expect((await compute.pick(1e12, 64)).backend).to.equal('reference');
  });

  it('says why webgpu was replaced', async () => {
    const has = 'navigator' in globalThis;
    if (has) Object.defineProperty(navigator, 'gpu', {value: undefined, configurable: true});
    const compute = await createCompute({backend: 'webgpu'}).finally(() => has && Reflect.deleteProperty(navigator, 'gpu'));
    expect((await compute.pick(1, 1)).backend).to.equal('wasm');
    expect(compute.fallbacks).to.deep.equal([{backend: 'webgpu', reason: 'this browser, or a page that is not secure, has no WebGPU'}]);
  });

  it('falls back to the reference with the reason', async () => {
    const refused = () => Promise.reject(new WebAssembly.CompileError('Refused to compile: unsafe-eval is not allowed'));
    const csp = await withoutWasm({instantiate: refused as unknown as typeof WebAssembly.instantiate}, () =>
      createCompute({backend: 'auto'}),
    );
    expect((await csp.pick(1, 1)).backend).to.equal('reference');
    expect(csp.fallbacks[0]!.reason).to.include('unsafe-eval');
    const old = await withoutWasm({validate: () => false}, () => createCompute({backend: 'wasm'}));
    expect((await old.pick(1, 1)).backend).to.equal('reference');
    expect(old.fallbacks).to.deep.equal([{backend: 'wasm', reason: 'this browser has no WebAssembly SIMD'}]);
  });
});
