import {expect} from 'chai';
import '../../components/vae-latent-explorer/vae-latent-explorer.js';
import type {VaeLatentExplorer} from '../../components/vae-latent-explorer/vae-latent-explorer.js';
import {decodeByHand} from '../src/client/tiny-vae.js';
import {FaultyWorkers, freshCore} from './faulty-worker.js';
import {clear, event, part, registerTiny, show, takeUncaught, until} from './helpers.js';

const tag = (backend: string) => `<vae-latent-explorer model="tiny" loading="eager" backend="${backend}"></vae-latent-explorer>`;

/** A reader moves on while the device, or the worker, fails: pictures go on, without a click and without an error. */
describe('<vae-latent-explorer> recovers', () => {
  let workers: FaultyWorkers;
  let faults: string[];
  let z = 0;
  const listen = (fault: Event): number => faults.push((fault as HTMLElementEventMap['gen-error']).detail.code);

  before(() => registerTiny('tiny'));

  beforeEach(() => {
    workers = new FaultyWorkers();
    faults = [];
    document.addEventListener('gen-error', listen);
  });

  afterEach(() => {
    document.removeEventListener('gen-error', listen);
    clear();
    workers.restore();
    expect(takeUncaught()).to.deep.equal([]);
  });

  async function shown(backend: string, speed?: number): Promise<VaeLatentExplorer> {
    freshCore(speed);
    const element = show<VaeLatentExplorer>(tag(backend));
    await element.ready;
    return element;
  }

  const footer = (element: Element): string => part(element, '.footer').textContent ?? '';

  function isPictureAt(element: VaeLatentExplorer): boolean {
    const {data} = part<HTMLCanvasElement>(element, '.image canvas').getContext('2d')!.getImageData(0, 0, 2, 2);
    return decodeByHand(element.getState().z).every((value, k) => Math.abs(data[4 * k]! - 255 * value) <= 2);
  }

  /** Somewhere else than before, so that only a new picture is right. */
  async function expectNextPicture(element: VaeLatentExplorer, backend: string): Promise<void> {
    z += 0.37;
    element.setState({z: [Math.sin(z), Math.cos(2 * z)]});
    await until(() => isPictureAt(element), `a picture by ${backend}`, 30_000);
    expect(part(element, '.root').dataset['state']).to.equal('ready');
    await until(() => footer(element).startsWith(`${backend} `), `a footer that says ${backend}, not ${footer(element)}`);
  }

  it('from the loss of the device once, then by wasm, and says so', async () => {
    const element = await shown('webgpu');
    await expectNextPicture(element, 'webgpu');
    workers.order('destroy device');
    await expectNextPicture(element, 'webgpu');
    expect(footer(element)).to.not.include('no WebGPU');
    workers.order('destroy device');
    await expectNextPicture(element, 'wasm (no WebGPU)');
    await expectNextPicture(element, 'wasm (no WebGPU)');
    expect((await workers.counts())!.devices, 'never a third').to.equal(2);
    expect(faults).to.deep.equal([]);
    expect(workers.started).to.equal(1);
  });

  it('from a device that is lost while pictures are on their way', async () => {
    const element = await shown('webgpu');
    for (const backend of ['webgpu', 'wasm (no WebGPU)']) {
      for (let move = 0; move < 12; move++) {
        z += 0.1;
        element.setState({z: [Math.sin(z), Math.cos(2 * z)]});
        if (move === 6) workers.order('destroy device');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await expectNextPicture(element, backend);
    }
    expect(faults).to.deep.equal([]);
  });

  it('with one device for all elements of the page', async () => {
    freshCore();
    const all = show<HTMLElement>(`<div>${tag('webgpu').repeat(4)}</div>`);
    const elements = [...all.querySelectorAll<VaeLatentExplorer>('vae-latent-explorer')];
    await Promise.all(elements.map(({ready}) => ready));
    expect((await workers.counts())!.devices).to.equal(1);
    workers.order('destroy device');
    for (const element of elements) {
      // Out of sight nothing is computed.
      element.scrollIntoView();
      await expectNextPicture(element, 'webgpu');
    }
    expect((await workers.counts())!.devices).to.equal(2);
    expect(workers.started).to.equal(1);
    expect(faults).to.deep.equal([]);
  });

  for (const death of ['close', 'throw', 'hang'] as const) {
    const how = {close: 'ends itself', throw: 'fails outside of any request', hang: 'falls silent'}[death];
    it(`from a worker that ${how}, once; after the second death by Retry`, async () => {
      const element = await shown('wasm', death === 'throw' ? 1 : 20);
      workers.order(death);
      await expectNextPicture(element, 'wasm');
      expect(workers.started).to.equal(2);
      expect(faults).to.deep.equal([]);
      const told = event(element, 'gen-error');
      workers.order(death);
      element.setState({z: [0.1, 0.2]});
      expect((await told).detail.code).to.equal('worker-lost');
      expect(part(element, '.root').dataset['state']).to.equal('error');
      expect(part(element, '[role=alert]').textContent).to.include('press retry');
      part(element, '[part=retry]').click();
      await until(() => part(element, '.root').dataset['state'] === 'ready', 'the state after a retry');
      await expectNextPicture(element, 'wasm');
      expect(workers.started).to.equal(3);
      expect(faults).to.deep.equal(['worker-lost']);
    });
  }

  it('from the loss of the device and of its worker: the count goes on', async () => {
    const element = await shown('webgpu', 20);
    workers.order('destroy device');
    await expectNextPicture(element, 'webgpu');
    workers.order('close');
    await expectNextPicture(element, 'webgpu');
    workers.order('destroy device');
    await expectNextPicture(element, 'wasm (no WebGPU)');
    expect((await workers.counts())!.devices, 'of the second worker').to.equal(1);
    expect(faults).to.deep.equal([]);
  });
});
