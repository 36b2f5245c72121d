import {expect} from 'chai';
import {startMainThreadHost, type HostHandle} from '../../../src/host/main-thread.js';
import {Core, type CoreParts} from '../../../src/client/core.js';
import type {Session} from '../../../src/client/session.js';
import {faultyGpu, outOfMemory} from '../engine/webgpu/adapters.js';
import {FakeHosts} from '../client/fake-host.js';
import {decodeByHand, latents, tinyRef} from '../client/tiny-vae.js';

/** Faults of a real device under a session, in the page's own thread, where a test can reach the device. */
describe('a session by name on webgpu', () => {
  const {requestAdapter} = navigator.gpu;
  const original = {requestAdapter: requestAdapter.bind(navigator.gpu)} as GPU;
  const devices: GPUDevice[] = [];
  const fakes = new FakeHosts();
  let host: HostHandle;
  let core: Core;
  let session: Session<'vae'>;

  beforeEach(async () => {
    devices.length = 0;
    navigator.gpu.requestAdapter = faultyGpu({device: (made) => void devices.push(made)}, original).requestAdapter;
    fakes.workersAllowed = false;
    const parts: CoreParts = {
      ...fakes,
      startWorker: fakes.startWorker,
      startMain: () => Promise.resolve((host = startMainThreadHost())),
    };
    core = new Core(parts);
    session = await open();
  });

  afterEach(() => {
    host.terminate();
    navigator.gpu.requestAdapter = requestAdapter;
  });

  async function open(): Promise<Session<'vae'>> {
    return core.open(await tinyRef(), {family: 'vae', backend: 'webgpu'});
  }

  /** The picture is right, and this engine made it. */
  async function expectPicture(backend: string, of = session): Promise<void> {
    const {x, stats} = await of.ops.decode({z: latents([0.5, -1])});
    decodeByHand([0.5, -1]).forEach((value, k) => expect(x.data[k]).to.be.closeTo(value, 1e-5));
    expect([stats.backend, of.stats.backend]).to.deep.equal([backend, backend]);
  }

  it('has one device for all sessions', async () => {
    const sessions = await Promise.all(Array.from({length: 20}, open));
    for (const one of sessions) await expectPicture('webgpu', one);
    expect(devices).to.have.length(1);
  });

  it('gets a new device when its own is lost while it waits, and wasm after the second loss', async () => {
    await expectPicture('webgpu');
    devices[0]!.destroy();
    await expectPicture('webgpu');
    expect(session.stats.fallbacks).to.deep.equal([]);
    devices[1]!.destroy();
    await expectPicture('wasm');
    expect(session.stats.fallbacks.map(({backend}) => backend)).to.deep.equal(['webgpu']);
    const later = await open();
    await expectPicture('wasm', later);
    expect(devices, 'a third is never asked for').to.have.length(2);
  });

  it('answers what was asked when the device is lost under way', async () => {
    await expectPicture('webgpu');
    for (const backend of ['webgpu', 'wasm']) {
      const asked = [0, 1, 2, 3].map(() => expectPicture(backend));
      devices.at(-1)!.destroy();
      await Promise.all(asked);
    }
    expect(devices).to.have.length(2);
  });

  it('goes on with wasm where the GPU has no memory for the net', async () => {
    outOfMemory(devices[0]!, 0);
    await expectPicture('wasm');
    expect(session.stats.fallbacks[0]!.reason).to.include('none left');
    await expectPicture('wasm');
    expect(session.stats.fallbacks).to.have.length(1);
  });

  it('goes on with wasm where the net needs more than the limits of the GPU', async () => {
    Object.defineProperty(devices[0], 'limits', {value: {maxStorageBufferBindingSize: 8}});
    await expectPicture('wasm');
    expect(session.stats.fallbacks[0]!.reason).to.include('this device gives 8');
  });

  it('goes on with wasm where the GPU refuses a command', async () => {
    const device = devices[0]!;
    const create = device.createBindGroup.bind(device);
    device.createBindGroup = ({layout, entries}) => create({layout, entries: [...entries].slice(1)});
    await expectPicture('wasm');
    expect(session.stats.fallbacks[0]!.reason).to.include('refused a net');
  });
});
