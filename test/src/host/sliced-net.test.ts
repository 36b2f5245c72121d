import {expect} from 'chai';
import type {BackendName, Net} from '../../../src/engine/engine.js';
import {Queue} from '../../../src/host/queue.js';
import {SlicedNet, type Slicing} from '../../../src/host/sliced-net.js';

/** Doubles what it gets, and says that an example took `milliseconds`. */
function doubling(milliseconds: number, batches: number[], backend: BackendName = 'reference'): Net {
  return {
    inputs: [{name: 'x', shape: [2]}],
    outputs: [{name: 'y', shape: [2]}],
    flops: 1e6,
    run([x], {out, signal} = {}) {
      signal?.throwIfAborted();
      const count = x!.shape[0]!;
      batches.push(count);
      const outputs = out ?? [{data: new Float32Array(count * 2), shape: x!.shape}];
      outputs[0]!.data.set(x!.data.map((value) => 2 * value));
      const stats = {backend, milliseconds: count * milliseconds, scriptMilliseconds: count, dispatches: 1, submits: 1, bytes: 0};
      return Promise.resolve({outputs, stats});
    },
    setWeights: () => {},
    dispose: () => {},
  };
}
const slicing = (milliseconds: number): Slicing => ({queue: new Queue(milliseconds), slice: 8, onBusy: () => {}});
const numbers = (count: number) => ({data: Float32Array.from({length: count * 2}, (_, i) => i), shape: [count, 2]});

describe('SlicedNet', () => {
  it('gives what the whole batch gives, in slices that fit the time', async () => {
    const batches: number[] = [];
    const net = new SlicedNet(doubling(1, batches), 'reference', slicing(8));
    for (let run = 0; run < 8; run++) await net.run([numbers(50)]);
    batches.length = 0;
    const progress: number[] = [];
    const {outputs, stats} = await net.run([numbers(50)], {onProgress: ({loaded}) => progress.push(loaded)});
    expect([...outputs[0]!.data]).to.deep.equal([...numbers(50).data].map((value) => 2 * value));
    expect(outputs[0]!.shape).to.deep.equal([50, 2]);
    expect(Math.max(...batches)).to.be.within(7, 8);
    expect(batches.reduce((sum, count) => sum + count)).to.equal(50);
    expect(stats).to.include({backend: 'reference', milliseconds: 50, dispatches: batches.length});
    expect(progress.at(-1)).to.equal(50);
    expect(progress).to.have.length(batches.length);
  });

  it('runs one example at a time where one takes longer than a slice', async () => {
    const batches: number[] = [];
    const net = new SlicedNet(doubling(100, batches), 'reference', slicing(8));
    await net.run([numbers(1)]);
    await net.run([numbers(3)]);
    expect(batches).to.deep.equal([1, 1, 1, 1]);
  });

  it('takes turns with another net', async () => {
    const shared = slicing(0);
    const order: string[] = [];
    const logged = (name: string): SlicedNet => {
      const inner = doubling(8, []);
      const run: Net['run'] = (inputs, options) => {
        order.push(name);
        return inner.run(inputs, options);
      };
      return new SlicedNet({...inner, run}, 'reference', shared);
    };
    const [long, short] = [logged('long'), logged('short')];
    await Promise.all([long.run([numbers(20)]), short.run([numbers(1)])]);
    expect(order.indexOf('short')).to.be.at.most(1);
    expect(order.filter((name) => name === 'long').length).to.be.greaterThan(2);
  });

  it('announces an example that takes long, with a margin, and its end, whatever it is', async () => {
    const said: (number | string)[] = [];
    const fault = {when: Infinity};
    const inner = doubling(3000, []);
    const run: Net['run'] = (inputs, options) => {
      said.push('runs');
      return said.length > fault.when ? Promise.reject(new Error('no')) : inner.run(inputs, options);
    };
    const net = new SlicedNet({...inner, run}, 'reference', {...slicing(8), onBusy: (milliseconds) => said.push(milliseconds)});
    await net.run([numbers(1)]);
    expect(said.splice(0), 'the first guess is 5 ms').to.deep.equal(['runs']);
    await net.run([numbers(2)]);
    expect(said).to.deep.equal([15025, 'runs', 0, 22512.5, 'runs', 0]);
    said.length = fault.when = 0;
    await net.run([numbers(1)]).catch(() => {});
    expect(said.slice(1)).to.deep.equal(['runs', 0]);
  });

  it('stops between slices when its signal aborts', async () => {
    const batches: number[] = [];
    const net = new SlicedNet(doubling(8, batches), 'reference', slicing(0));
    await net.run([numbers(1)]);
    const abort = new AbortController();
    const onProgress = (): void => abort.abort();
    const error = await net.run([numbers(30)], {signal: abort.signal, onProgress}).catch((reason: Error) => reason.name);
    expect(error).to.equal('AbortError');
    expect(batches).to.have.length(2);
  });

  it('hands a GPU the batch whole, however long it takes', async () => {
    const batches: number[] = [];
    const net = new SlicedNet(doubling(100, batches, 'webgpu'), 'webgpu', slicing(8));
    await net.run([numbers(400)]);
    await net.run([numbers(400)]);
    expect(batches).to.deep.equal([400, 400]);
  });
});
