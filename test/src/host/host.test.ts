import {expect} from 'chai';
import {createCompute} from '../../../src/engine/compute.js';
import type {BackendChoice, Compute, Net} from '../../../src/engine/engine.js';
import type {Graph} from '../../../src/format/graph.js';
import {Host} from '../../../src/host/host.js';
import type {CallRequest, FromHost, HostPort, HostRequest, OpenRequest, ToHost} from '../../../src/host/protocol.js';
import {decodeByHand, latents, shippedRef, tinyRef, tinyVae} from '../client/tiny-vae.js';

type Reply = Extract<FromHost, {type: 'result' | 'error'}>;
type Ref = Awaited<ReturnType<typeof tinyRef>>;
/** `Omit` on each member of a union. */
type Without<T, K extends keyof T> = T extends T ? Omit<T, K> : never;

/** A page that talks to a real host, and counts what the host fetches. */
class Page {
  readonly fetched: string[] = [];
  readonly said: FromHost[] = [];
  readonly transferred: Transferable[] = [];
  primed: Record<string, ArrayBuffer | Promise<ArrayBuffer>> = {};
  /** Lets a download arrive that a test holds back. */
  arrive = (): void => {};
  readonly #port: HostPort;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #fetch = globalThis.fetch.bind(globalThis);
  #lastId = 0;

  constructor(compute?: (options: {backend: BackendChoice}) => Promise<Compute>) {
    this.#port = {
      onmessage: null,
      postMessage: (message, transfer) => {
        this.said.push(message);
        this.transferred.push(...transfer);
        if (message.type === 'want') {
          void Promise.resolve(this.primed[message.name]).then((buffer) => this.say({type: 'primed', id: message.id, buffer}));
        }
        if (message.type === 'result' || message.type === 'error') this.#waiting.get(message.id)?.(message);
      },
    };
    new Host(this.#port, {slice: 8, createCompute: compute ?? createCompute});
    globalThis.fetch = (url, init) => {
      this.fetched.push(String(url));
      return this.#fetch(url, init);
    };
  }

  say(message: ToHost): void {
    this.#port.onmessage?.({data: message} as MessageEvent<ToHost>);
  }

  ask(body: Without<HostRequest, 'id'>): Promise<Reply> & {id: number} {
    const id = ++this.#lastId;
    const reply = new Promise<Reply>((resolve) => this.#waiting.set(id, resolve));
    this.say({...body, id} as HostRequest);
    return Object.assign(reply, {id});
  }

  open(ref: Ref, more: Partial<OpenRequest> & {model?: number; primed?: string[]; baked?: boolean} = {}) {
    const {model = 1, primed = [], baked = false, session = 1, family = 'vae', backend = 'reference'} = more;
    const source = {model, base: ref.base, urls: ref.urls, primed, ...(baked && {manifest: ref.manifest, topologies: ref.topologies})};
    return this.ask({type: 'open', session, family, backend, source});
  }

  decode(z: number[][], more: Partial<CallRequest> = {}) {
    return this.ask({type: 'call', session: 1, op: 'decode', args: {z: latents(...z)}, progress: false, ...more});
  }

  close(): void {
    globalThis.fetch = this.#fetch;
  }
}

/** Engines whose nets are counted when they are loaded and when they are disposed of. */
function counting(counts: {loaded: number; disposed: number}): (options: {backend: BackendChoice}) => Promise<Compute> {
  return async (options) => {
    const compute = await createCompute(options);
    const engine = await compute.pick(1, 1);
    const loadNet = async (graph: Graph): Promise<Net> => {
      counts.loaded++;
      const net = await engine.loadNet(graph);
      return Object.assign(Object.create(net) as Net, {
        flops: net.flops,
        inputs: net.inputs,
        outputs: net.outputs,
        run: net.run.bind(net),
        dispose: () => counts.disposed++,
      });
    };
    const counted = Object.assign(Object.create(engine) as typeof engine, {backend: engine.backend, loadNet});
    return {...compute, pick: () => Promise.resolve(counted)};
  };
}

const pixels = (reply: Reply): number[] => [...((reply as {value: {x: {data: Float32Array}}}).value.x.data ?? [])];
const failure = (reply: Reply): unknown => reply.type === 'error' && reply.error;

describe('Host', () => {
  let page: Page;
  beforeEach(() => (page = new Page()));
  afterEach(() => page.close());

  it('fetches the manifest, then only the net that an operation needs, topology and binary together', async () => {
    const ref = await tinyRef();
    const {value} = (await page.open(ref)) as {value: unknown};
    expect(JSON.parse(JSON.stringify(value))).to.deep.equal(ref.manifest);
    expect(page.fetched).to.deep.equal([ref.urls['manifest.json']]);
    const reply = await page.decode([[1, 2]]);
    pixels(reply).forEach((value, k) => expect(value).to.be.closeTo(decodeByHand([1, 2])[k]!, 1e-5));
    expect(page.fetched.slice(1).sort()).to.deep.equal([ref.urls['decoder.json'], ref.urls['decoder.bin']].sort());
    await page.decode([[0, 0]]);
    expect(page.fetched).to.have.length(3);
  });

  it('fetches nothing but the binary where manifest and topologies came along, and not even that where the page has it', async () => {
    const tiny = await tinyVae();
    const ref = {...(await tinyRef()), topologies: tiny.topologies};
    await page.open(ref, {baked: true});
    await page.decode([[0, 0]]);
    expect(page.fetched).to.deep.equal([ref.urls['decoder.bin']]);
    page.primed = {'decoder.bin': tiny.files['decoder.bin']!.buffer};
    await page.open(ref, {baked: true, session: 2, model: 2, primed: ['decoder.bin']});
    const reply = await page.decode([[1, 2]], {session: 2});
    pixels(reply).forEach((value, k) => expect(value).to.be.closeTo(decodeByHand([1, 2])[k]!, 1e-5));
    expect(page.fetched).to.have.length(1);
  });

  it('trusts the graphs of a script, and never those that a server sends', async () => {
    const ref = await shippedRef();
    await page.open(ref, {baked: true});
    const reply = await page.decode([[1, 2]]);
    pixels(reply).forEach((value, k) => expect(value).to.be.closeTo(decodeByHand([1, 2])[k]!, 1e-5));
    expect(page.fetched).to.deep.equal([ref.urls['decoder.bin']]);
    ref.urls['manifest.json'] = URL.createObjectURL(new Blob([JSON.stringify({manifest: ref.manifest, topologies: ref.topologies})]));
    await page.open(ref, {model: 2, session: 2});
    expect(failure(await page.decode([[0, 0]], {session: 2}))).to.include({code: 'format'});
  });

  it('fetches anew what the page fetched badly', async () => {
    const ref = await tinyRef();
    page.primed = {'decoder.bin': new ArrayBuffer(48)};
    await page.open(ref, {primed: ['decoder.bin', 'decoder.json']});
    const reply = await page.decode([[1, 2]]);
    pixels(reply).forEach((value, k) => expect(value).to.be.closeTo(decodeByHand([1, 2])[k]!, 1e-5));
    expect(page.fetched).to.include(ref.urls['decoder.bin']);
  });

  it('reads a bundle of manifest and topologies in place of the manifest', async () => {
    const tiny = await tinyVae();
    const ref = await tinyRef();
    const bundle = JSON.stringify({manifest: tiny.manifest, topologies: tiny.topologies});
    ref.urls['manifest.json'] = URL.createObjectURL(new Blob([bundle]));
    await page.open(ref);
    expect((await page.decode([[0, 0]])).type).to.equal('result');
    expect(page.fetched).to.deep.equal([ref.urls['manifest.json'], ref.urls['decoder.bin']]);
  });

  it('tells every error by its code, and tries again when asked again', async () => {
    const broken = await tinyRef((files) => (files['decoder.bin'] = files['decoder.bin']!.slice(0, 40)));
    await page.open(broken);
    const [truncated] = [failure(await page.decode([[0, 0]]))];
    expect(truncated).to.include({code: 'integrity'});
    expect((truncated as Error).message)
      .to.contain(broken.urls['decoder.bin'])
      .and.to.contain('48')
      .and.to.contain('40');
    const good = await tinyRef();
    broken.urls['decoder.bin'] = good.urls['decoder.bin']!;
    expect((await page.decode([[0, 0]])).type).to.equal('result');
  });

  it('passes the cache by when a file is not what the manifest says', async () => {
    const ref = await tinyRef((files) => files['decoder.bin']!.fill(7, 0, 4));
    await page.open(ref);
    const caches: unknown[] = [];
    const counted = globalThis.fetch;
    globalThis.fetch = (url, init) => {
      if (url === ref.urls['decoder.bin']) caches.push(init?.cache);
      return counted(url, init);
    };
    expect(failure(await page.decode([[0, 0]]))).to.include({code: 'integrity'});
    expect(caches).to.deep.equal(['default', 'reload']);
    const counts = page.said.flatMap((message) => (message.type === 'loading' && message.task === 'weights' ? [message] : []));
    const {'decoder.json': topology, 'decoder.bin': binary} = ref.manifest.files;
    expect(Math.max(...counts.map(({loaded}) => loaded)), 'both attempts').to.equal(topology!.bytes + binary!.bytes);
    expect(counts.at(-1)!.loaded, 'what failed is taken back').to.equal(topology!.bytes);
  });

  it('counts the bytes of a manifest as they come, and none where it is missing', async () => {
    const ref = await tinyRef();
    const bytes = new TextEncoder().encode(JSON.stringify(ref.manifest));
    let status = 200;
    globalThis.fetch = () => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(bytes.slice(0, 100));
          if (status === 200) controller.enqueue(bytes.slice(100));
          if (status === 200) controller.close();
          else controller.error(new TypeError('network error'));
        },
      });
      return Promise.resolve(new Response(body));
    };
    await page.open(ref);
    status = 0;
    expect(failure(await page.open(ref, {model: 2, session: 2}))).to.include({code: 'network'});
    const counts = page.said.flatMap((message) => (message.type === 'loading' ? [[message.model, message.loaded]] : []));
    expect(counts.filter(([model]) => model === 1)).to.deep.equal([
      [1, 100],
      [1, bytes.length],
    ]);
    expect(counts.every(([, loaded]) => loaded! > 0)).to.equal(true);
  });

  it('refuses a model of another family, a net and a file that it does not have, and an operation that is none', async () => {
    const ref = await tinyRef();
    const flow = {...ref.manifest, family: 'flow' as const};
    expect(failure(await page.open({...ref, manifest: flow}, {baked: true, session: 9, model: 9}))).to.include({code: 'wrong-family'});
    const bare = {...ref.manifest, nets: {decoder: 'decoder.json'}};
    await page.open({...ref, manifest: bare}, {baked: true});
    const x = {data: new Float32Array(4), shape: [1, 2, 2, 1]};
    const encoded = failure(await page.ask({type: 'call', session: 1, op: 'encode', args: {x}, progress: false}));
    expect(encoded).to.deep.include({code: 'bad-data', message: 'tiny-vae has no encoder'});
    expect(failure(await page.ask({type: 'file', model: 1, name: 'cat.png'}))).to.include({code: 'not-found'});
    expect(failure(await page.decode([[0, 0]], {op: 'constructor'}))).to.include({code: 'bad-data'});
  });

  it('gives files out, checked, and moves buffers instead of copying them', async () => {
    const tiny = await tinyVae();
    await page.open(await tinyRef());
    const reply = await page.ask({type: 'file', model: 1, name: 'points.json'});
    const buffer = (reply as {value: ArrayBuffer}).value;
    expect(new Uint8Array(buffer)).to.deep.equal(tiny.files['points.json']);
    expect(page.transferred).to.deep.equal([buffer]);
    const decoded = (await page.decode([[0, 0]])) as unknown as {value: {x: {data: Float32Array}}};
    expect(page.transferred).to.include(decoded.value.x.data.buffer);
  });

  it('counts bytes, and reports them as they come', async () => {
    const ref = await tinyRef();
    await page.open(ref);
    const reply = (await page.decode([[0, 0]])) as {info?: {bytes: number; verified: boolean}};
    const {files} = ref.manifest;
    const expected = files['decoder.json']!.bytes + files['decoder.bin']!.bytes;
    const manifest = JSON.stringify(ref.manifest).length;
    expect(reply.info).to.deep.include({verified: true, bytes: expected + manifest});
    const loading = page.said.filter((message) => message.type === 'loading' && message.task === 'weights').at(-1);
    expect(loading).to.deep.equal({type: 'loading', model: 1, task: 'weights', loaded: expected, total: expected});
  });

  it('answers an aborted call at once and finishes what others wait for', async () => {
    const ref = await tinyRef();
    await page.open(ref);
    await page.open(ref, {session: 2});
    let arrive = (): void => {};
    const arrival = new Promise<void>((resolve) => (arrive = resolve));
    const counted = globalThis.fetch;
    globalThis.fetch = (url, init) => arrival.then(() => counted(url, init));
    const aborted = page.decode([[0, 0]]);
    const other = page.decode([[0, 0]], {session: 2});
    page.say({type: 'abort', id: aborted.id});
    expect(failure(await aborted)).to.include({name: 'AbortError'});
    arrive();
    expect((await other).type).to.equal('result');
    expect(page.fetched.filter((url) => url === ref.urls['decoder.bin'])).to.have.length(1);
  });

  it('shares nets among sessions of a model, and disposes of them after the last one', async () => {
    page.close();
    const counts = {loaded: 0, disposed: 0};
    page = new Page(counting(counts));
    const ref = await tinyRef();
    await Promise.all([page.open(ref), page.open(ref, {session: 2})]);
    await Promise.all([page.decode([[0, 0]]), page.decode([[0, 0]], {session: 2})]);
    expect(counts.loaded).to.equal(1);
    page.say({type: 'close', session: 1});
    expect((await page.decode([[0, 0]], {session: 2})).type).to.equal('result');
    expect(failure(await page.decode([[0, 0]]))).to.include({name: 'AbortError'});
    page.say({type: 'close', session: 2});
    await new Promise((resolve) => setTimeout(resolve));
    expect(counts.disposed).to.equal(1);
    await page.open(ref, {session: 3});
    await page.decode([[0, 0]], {session: 3});
    expect(counts.loaded).to.equal(2);
  });

  it('loads no net for a session that closed while the page was still fetching', async () => {
    page.close();
    const counts = {loaded: 0, disposed: 0};
    page = new Page(counting(counts));
    const {files} = await tinyVae();
    page.primed = {'decoder.bin': new Promise<ArrayBuffer>((resolve) => (page.arrive = () => resolve(files['decoder.bin']!.buffer)))};
    await page.open(await shippedRef(), {baked: true, primed: ['decoder.bin']});
    const call = page.decode([[0, 0]]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    page.say({type: 'close', session: 1});
    expect(failure(await call)).to.include({name: 'AbortError'});
    page.arrive();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(counts.loaded).to.equal(counts.disposed);
  });

  it('aborts what a session that closes has under way', async () => {
    await page.open(await tinyRef());
    const call = page.decode([[0, 0]]);
    page.say({type: 'close', session: 1});
    expect(failure(await call)).to.include({name: 'AbortError'});
  });

  it('says out-of-memory where JavaScript gets none, on every engine, and goes on', async () => {
    const Real = Float32Array;
    globalThis.Float32Array = new Proxy(Real, {
      construct(target, args: [unknown]) {
        if (Number(args[0]) > 50_000) throw new RangeError('Array buffer allocation failed');
        return Reflect.construct(target, args) as Float32Array;
      },
    });
    try {
      for (const [session, backend] of (['wasm', 'reference'] as const).entries()) {
        await page.open(await tinyRef(), {session, model: session, backend});
        const many = Array.from({length: 20_000}, () => [0, 0]);
        expect(failure(await page.decode(many, {session}))).to.include({code: 'out-of-memory'});
        expect((await page.decode([[0, 0]], {session})).type).to.equal('result');
      }
    } finally {
      globalThis.Float32Array = Real;
    }
  });

  it('gives a signal of life', () => {
    page.say({type: 'ping'});
    expect(page.said.map(({type}) => type)).to.deep.equal(['ready', 'pong']);
  });
});
