import {expect} from 'chai';
import {createCompute} from '../../../src/engine/compute.js';
import type {Compute} from '../../../src/engine/engine.js';
import {Engines} from '../../../src/engine/engines.js';
import {GenerativeError} from '../../../src/format/errors.js';
import {faultyGpu} from './webgpu/adapters.js';

const LOST = new GenerativeError('device-lost', 'gone');

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

describe('choosing webgpu', () => {
  const {requestAdapter} = navigator.gpu;
  const original = {requestAdapter: requestAdapter.bind(navigator.gpu)} as GPU;
  const {setTimeout} = globalThis;
  let devices: GPUDevice[] = [];
  let engines: Engines;
  let losses = 0;

  beforeEach(() => {
    devices = [];
    losses = 0;
    engines = new Engines({onLoss: () => losses++});
    pretend();
  });

  afterEach(() => {
    navigator.gpu.requestAdapter = requestAdapter;
    globalThis.setTimeout = setTimeout;
    engines.gpu.dispose();
  });

  function pretend(adapter?: (adapter: GPUAdapter) => void, device?: (device: GPUDevice) => void): void {
    const made = (one: GPUDevice): void => {
      devices.push(one);
      device?.(one);
    };
    navigator.gpu.requestAdapter = faultyGpu({adapter, device: made}, original).requestAdapter;
  }

  const hardware = (adapter: GPUAdapter) => Object.defineProperty(adapter, 'info', {value: {isFallbackAdapter: false}});
  const namesOf = ({fallbacks}: Compute): string[] => fallbacks.map(({backend}) => backend);

  it('by name: it computes everything, on one device for all who ask', async () => {
    const computes = await Promise.all(Array.from({length: 10}, () => createCompute({backend: 'webgpu'}, engines)));
    const picked = await Promise.all(computes.map((compute, i) => compute.pick(1, i + 1)));
    expect(new Set(picked).size).to.equal(1);
    expect(picked[0]!.backend).to.equal('webgpu');
    expect(computes.flatMap(namesOf)).to.deep.equal([]);
    expect(devices).to.have.length(1);
  });

  it('lost, it is replaced once for all; lost again, wasm computes, and no third device is asked for', async () => {
    const [one, other] = [await createCompute({backend: 'webgpu'}, engines), await createCompute({backend: 'webgpu'}, engines)];
    const first = await one.pick(1, 1);
    // Without a word to anybody, as when the page is idle.
    devices[0]!.destroy();
    await devices[0]!.lost;
    expect(await one.survives(LOST, first, new Set())).to.equal(true);
    const [second, same] = await Promise.all([one.pick(1, 1), other.pick(1, 1)]);
    expect(second).to.equal(same).and.to.not.equal(first);
    expect(second.backend).to.equal('webgpu');
    expect([...namesOf(one), ...namesOf(other)]).to.deep.equal([]);
    expect([devices.length, losses]).to.deep.equal([2, 1]);
    // Told by a run before the browser tells the engine.
    expect(await one.survives(LOST, second, new Set())).to.equal(true);
    expect(await other.survives(LOST, second, new Set()), 'two nets on one lost device').to.equal(true);
    for (const compute of [one, other, await createCompute({backend: 'webgpu'}, engines)]) {
      expect((await compute.pick(1, 1)).backend).to.equal('wasm');
      expect(compute.fallbacks).to.deep.equal([{backend: 'webgpu', reason: 'the graphics processor stopped answering 2 times'}]);
    }
    expect([devices.length, losses]).to.deep.equal([2, 2]);
  });

  it('counts the losses of a worker that ended', async () => {
    engines.gpu.losses = 1;
    const compute = await createCompute({backend: 'webgpu'}, engines);
    const engine = await compute.pick(1, 1);
    expect(engine.backend).to.equal('webgpu');
    await compute.survives(LOST, engine, new Set());
    expect((await compute.pick(1, 1)).backend).to.equal('wasm');
    expect(devices).to.have.length(1);
  });

  it('by work: a real GPU computes large batches as soon as it has been found', async () => {
    pretend(hardware);
    const compute = await createCompute({backend: 'auto'}, engines);
    expect((await compute.pick(1e6, 20)).backend).to.equal('wasm');
    expect(devices).to.have.length(0);
    expect((await compute.pick(1e6, 60)).backend).to.equal('wasm');
    while ((await compute.pick(1e6, 60)).backend === 'wasm') await pause();
    expect((await compute.pick(1e6, 1)).backend).to.equal('wasm');
    const named = await createCompute({backend: 'webgpu'}, engines);
    expect(await named.pick(1, 1), 'the same device by name').to.equal(await compute.pick(1e6, 60));
    devices[0]!.destroy();
    await devices[0]!.lost;
    while ((await compute.pick(1e6, 60)).backend === 'webgpu') await pause();
    while ((await compute.pick(1e6, 60)).backend === 'wasm') await pause();
    expect(devices).to.have.length(2);
    expect(compute.fallbacks).to.deep.equal([]);
  });

  it('is no fallback where it was not asked for by name: a software adapter is as good as none', async () => {
    const compute = await createCompute({backend: 'auto'}, engines);
    await compute.pick(1e9, 1);
    await engines.gpu.find(false);
    expect((await compute.pick(1e9, 1)).backend).to.equal('wasm');
    expect(compute.fallbacks).to.deep.equal([]);
    expect(devices).to.have.length(0);
    const named = await createCompute({backend: 'webgpu'}, engines);
    expect((await named.pick(1, 1)).backend).to.equal('webgpu');
    expect((await compute.pick(1e9, 1)).backend, 'not even where somebody has it').to.equal('wasm');
    expect(devices).to.have.length(1);
  });

  const refusals: {
    name: string;
    reason: RegExp;
    adapter?: (adapter: GPUAdapter) => void;
    device?: (device: GPUDevice) => void;
    gpu?: GPU;
  }[] = [
    {name: 'no adapter', reason: /no graphics processor/, gpu: {requestAdapter: () => Promise.resolve(null)} as unknown as GPU},
    {
      name: 'an adapter that never comes',
      reason: /no adapter in \d+ ms/,
      gpu: {requestAdapter: () => new Promise(() => undefined)} as unknown as GPU,
    },
    {
      name: 'no device',
      reason: /^blocked$/,
      adapter: (adapter) => (adapter.requestDevice = () => Promise.reject(new DOMException('blocked', 'OperationError'))),
    },
    {
      name: 'limits that no net fits',
      reason: /maxComputeInvocationsPerWorkgroup is 128, 256 is needed/,
      adapter: (adapter) => Object.defineProperty(adapter, 'limits', {value: {maxComputeInvocationsPerWorkgroup: 128}}),
    },
    {
      name: 'wrong numbers',
      reason: /self-test failed: the graphics processor computed .* where .* is right/,
      device: (device) => {
        const create = device.createShaderModule.bind(device);
        device.createShaderModule = ({code}) => create({code: code.replaceAll('s0 += k', 's0 += 1.01 * k')});
      },
    },
    {
      name: 'a device that is lost at once',
      reason: /self-test failed: the graphics processor did not answer/,
      device: (device) => device.destroy(),
    },
  ];
  for (const {name, reason, adapter, device, gpu} of refusals) {
    it(`by name, where there is ${name}: wasm, with the reason, and nobody asks again`, async () => {
      if (gpu) {
        // Time flies, or so the browser that never answers thinks.
        globalThis.setTimeout = ((callback: () => void, milliseconds = 0) => setTimeout(callback, milliseconds / 100)) as typeof setTimeout;
        navigator.gpu.requestAdapter = gpu.requestAdapter;
      } else pretend(adapter, device);
      const compute = await createCompute({backend: 'webgpu'}, engines);
      expect((await compute.pick(1, 1)).backend).to.equal('wasm');
      expect(namesOf(compute)).to.deep.equal(['webgpu']);
      expect(compute.fallbacks[0]!.reason).to.match(reason);
      const asked = devices.length;
      pretend();
      expect((await compute.pick(1, 1)).backend).to.equal('wasm');
      expect(devices).to.have.length(asked);
    });
  }
});
