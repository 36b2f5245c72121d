import {expect} from 'chai';
import {prelude, type Order} from '../components/worker-prelude.js';
import {openBrowser} from '../measure/browser.js';
import {serve, type Server} from '../measure/serve.js';
import {outOfMemory} from '../src/engine/webgpu/adapters.js';
import {PageTable} from './pages/page-table.js';
import {clock, nextPicture, waitFor, type Factors} from './pages/sight.js';
import {DIST, ELEMENT, Visitor} from './pages/visit.js';

type Fault = {
  name: string;
  /** JavaScript that runs before the page's scripts. */
  page?: string;
  /** Waits of the page that take another time: milliseconds to a factor. */
  pageClock?: Factors;
  workerClock?: Factors;
  /** JavaScript that runs in each worker before its script. */
  worker?: string;
  attributes?: string;
  /** What the worker is told to do, each before another picture is asked for. */
  orders?: Order[];
  /** Pictures to ask for at the end. */
  pictures?: number;
  /** Without an adapter, as headless Chromium is by default. */
  noGpu?: true;
  /** Devices that the browser is asked for in all. */
  devices?: number;
  retry?: true;
};

const BY_NAME = 'backend="webgpu"';
/** A busy machine may well need longer than the library waits: without a fault nothing runs out of time. */
const PATIENT = {10_000: 20, 30_000: 20};
/** Silence is noticed after four seconds instead of twelve. */
const SOON = {3000: 0.3};
/** Changes each device before the library sees it. */
const withDevice = (change: string): string => `{
  const {requestDevice} = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await requestDevice.call(this, descriptor);
    ${change}
    return device;
  };
}`;
const COUNTED = `if (globalThis.GPUAdapter) ${withDevice('orders.postMessage({device: true});')}`;
/** Results come when something is submitted, and at no other time. */
const FIREFOX = `
  Object.defineProperty(Object.getPrototypeOf(navigator), 'userAgent', {get: () => 'Mozilla/5.0 (X11; rv:150.0) Gecko/20100101 Firefox/150.0'});
  const waiting = [];
  const {mapAsync} = GPUBuffer.prototype;
  GPUBuffer.prototype.mapAsync = async function (mode) {
    await mapAsync.call(this, mode);
    await new Promise((resolve) => waiting.push(resolve));
  };
  const {submit} = GPUQueue.prototype;
  GPUQueue.prototype.submit = function (buffers) {
    submit.call(this, buffers);
    for (const look of waiting.splice(0)) look();
  };`;
/** No result of a device comes after its first ones, those of the self-test among them. */
const STUCK = withDevice(`
  let results = 0;
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const map = buffer.mapAsync.bind(buffer);
    buffer.mapAsync = (mode) => (results++ < 4 ? map(mode) : new Promise(() => {}));
    return buffer;
  };`);
const NO_WASM_MEMORY = `WebAssembly.Memory = function () { throw new RangeError('WebAssembly.Memory(): could not allocate memory'); };`;
const NO_MEMORY = `${NO_WASM_MEMORY}
  const Plain = Float32Array;
  globalThis.Float32Array = class extends Plain {
    constructor(first, ...rest) {
      if (first > 20_000) throw new RangeError('Array buffer allocation failed');
      super(first, ...rest);
    }
    // What the page sent is one as well.
    static [Symbol.hasInstance](value) {
      return value instanceof Plain;
    }
  };`;

const FAULTS: Fault[] = [
  {name: 'WebGPU by name, a software adapter', attributes: BY_NAME, pictures: 1, devices: 1},
  {name: 'the device is lost', attributes: BY_NAME, orders: ['destroy device'], devices: 2},
  {name: 'the device is lost twice', attributes: BY_NAME, orders: ['destroy device', 'destroy device'], pictures: 2, devices: 2},
  {
    name: 'the device is lost, then its worker, then the next device',
    attributes: BY_NAME,
    orders: ['destroy device', 'close', 'destroy device'],
    pageClock: SOON,
    devices: 3,
  },
  {name: 'the browser gives no adapter', attributes: BY_NAME, noGpu: true},
  {name: 'the browser has no WebGPU', attributes: BY_NAME, worker: `delete WorkerNavigator.prototype.gpu;`},
  {
    name: 'the browser never answers about an adapter',
    attributes: BY_NAME,
    worker: `GPU.prototype.requestAdapter = () => new Promise(() => {});`,
    workerClock: {10_000: 0.01},
    devices: 0,
  },
  {
    name: 'the browser refuses a device',
    attributes: BY_NAME,
    worker: `GPUAdapter.prototype.requestDevice = () => Promise.reject(new DOMException('blocked', 'OperationError'));`,
  },
  {
    name: 'the adapter’s limits are too small',
    attributes: BY_NAME,
    worker: `Object.defineProperty(GPUAdapter.prototype, 'limits', {get: () => ({maxComputeInvocationsPerWorkgroup: 128})});`,
    devices: 0,
  },
  {
    name: 'the adapter lies: its sums are 1 % too large',
    attributes: BY_NAME,
    worker: withDevice(`
      const create = device.createShaderModule.bind(device);
      device.createShaderModule = ({code}) => create({code: code.replaceAll('s0 += k', 's0 += 1.01 * k')});`),
    devices: 1,
  },
  {name: 'the device is lost as soon as it is there', attributes: BY_NAME, worker: withDevice('device.destroy();'), devices: 1},
  {
    name: 'the GPU has no memory for the net',
    attributes: BY_NAME,
    worker: `const __name = (named) => named; const outOfMemory = ${String(outOfMemory)}; ${withDevice('outOfMemory(device, 20_000);')}`,
    devices: 1,
  },
  {
    name: 'the GPU stops giving results',
    attributes: BY_NAME,
    worker: STUCK,
    workerClock: {30_000: 0.1},
    pictures: 8,
    devices: 2,
  },
  {
    name: 'results come only when something is submitted, as in Firefox for 100 ms',
    attributes: BY_NAME,
    worker: FIREFOX,
    pictures: 1,
    devices: 1,
  },
  {name: 'a software adapter, and nobody named WebGPU', devices: 0},
  {name: 'no memory for wasm', worker: NO_WASM_MEMORY},
  {name: 'no wasm, as in Lockdown Mode of iOS', worker: 'delete globalThis.WebAssembly;', page: 'delete globalThis.WebAssembly;'},
  {name: 'no memory at all', worker: NO_MEMORY},
  {name: 'no workers', page: 'delete globalThis.Worker;'},
  {name: 'the worker’s script fails', worker: "throw new Error('a worker that fails');"},
  {name: 'the worker says nothing', worker: 'globalThis.postMessage = () => {};', pageClock: {5000: 0.1}},
  {name: 'the worker is killed', orders: ['close'], pageClock: SOON},
  {name: 'the worker fails outside of any request', orders: ['throw']},
  {name: 'the worker hangs', orders: ['hang'], pageClock: SOON},
  {name: 'the worker is killed twice', orders: ['close', 'close'], pageClock: SOON, retry: true},
];

let channels = 0;

/** Workers of the page run this before their own script, and take orders. */
const inject = (channel: string, script: string): string => `
  globalThis.devices = 0;
  globalThis.orders = new BroadcastChannel('${channel}');
  orders.onmessage = ({data}) => data.device && devices++;
  globalThis.Worker &&= class extends Worker {
    constructor(url, options) {
      const scripts = [${JSON.stringify(script)}, 'importScripts(' + JSON.stringify(String(url)) + ');'];
      super(URL.createObjectURL(new Blob(scripts, {type: 'text/javascript'})), options);
    }
  };`;

describe('a page, when', () => {
  const table = new PageTable('faults', ['fault', 'what the reader sees', 'where it ran']);
  let cdn: Server;
  let withGpu: Visitor;
  let withoutGpu: Visitor;

  before(async () => {
    cdn = await serve(DIST);
    withGpu = new Visitor(await openBrowser(['--enable-unsafe-webgpu']), cdn);
    withoutGpu = new Visitor(await openBrowser(), cdn);
  });
  after(async () => {
    await Promise.all([withGpu.browser.close(), withoutGpu.browser.close()]);
    await cdn.close();
  });
  afterEach(() => Promise.all([withGpu.close(), withoutGpu.close()]));

  for (const fault of FAULTS) {
    const {name, page: before = '', worker = '', attributes = '', orders = [], pictures = 0, noGpu, devices, retry} = fault;
    it(name, async () => {
      const visitor = noGpu ? withoutGpu : withGpu;
      const channel = `faulty-device ${++channels}`;
      const page = await visitor.visit({
        body: `<script type="module" src="${cdn.url}/cdn/vae-latent-explorer.js"></script>${ELEMENT.replace(' ', ` ${attributes} `)}`,
        before: inject(channel, prelude(channel) + COUNTED + worker + clock({...PATIENT, ...fault.workerClock})) + before,
        clock: fault.pageClock,
      });
      let sight = await visitor.sight(page);
      for (const order of orders) {
        await page.evaluate(`orders.postMessage({order: '${order}', id: 1})`);
        await nextPicture(page);
      }
      for (let i = 0; i < pictures; i++) await nextPicture(page);
      if (orders.length + pictures > 0) sight = await visitor.sight(page);
      table.expectRow([name, sight.sees, sight.ran]);
      if (devices !== undefined) expect(await page.evaluate('devices'), 'devices that the browser was asked for').to.equal(devices);
      if (!retry) return;
      await page.evaluate("document.querySelector('vae-latent-explorer').shadowRoot.querySelector('[part=retry]').click()");
      await waitFor(page, 'the picture after a retry', ({elements}) => elements.every(({picture, problem}) => picture && problem === ''));
      await nextPicture(page);
      expect((await visitor.sight(page)).sees).to.equal('the picture');
    });
  }

  it('is a row of the table in ARCHITECTURE.md, and nothing else is', () => {
    table.expectComplete();
  });
});
