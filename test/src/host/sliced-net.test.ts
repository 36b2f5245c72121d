import {expect} from 'chai';
import type {BackendName, Net} from '../../../src/engine/engine.js';
import {Queue} from '../../../src/host/queue.js';
import {SlicedNet} from '../../../src/host/sliced-net.js';

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
const numbers = (count: number) => ({data: Float32Array.from({length: count * 2}, (_, i) => i), shape: [count, 2]});

describe('SlicedNet', () => {
  it('gives what the whole batch gives, in slices that fit the time', async () => {
    const batches: number[] = [];
    const net = new SlicedNet(doubling(1, batches), 'reference', new Queue(8), 8);
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
    const net = new SlicedNet(doubling(100, batches), 'reference', new Queue(8), 8);
    await net.run([numbers(1)]);
    await net.run([numbers(3)]);
    expect(batches).to.deep.equal([1, 1, 1, 1]);
  });

  it('takes turns with another net', async () => {
    const queue = new Queue(0);
    const order: string[] = [];
    const logged = (name: string): SlicedNet => {
      const inner = doubling(8, []);
      const run: Net['run'] = (inputs, options) => {
        order.push(name);
        return inner.run(inputs, options);
      };
      return new SlicedNet({...inner, run}, 'reference', queue, 8);
    };
    const [long, short] = [logged('long'), logged('short')];
    await Promise.all([long.run([numbers(20)]), short.run([numbers(1)])]);
    expect(order.indexOf('short')).to.be.at.most(1);
    expect(order.filter((name) => name === 'long').length).to.be.greaterThan(2);
  });

  it('stops between slices when its signal aborts', async () => {
    const batches: number[] = [];
    const net = new SlicedNet(doubling(8, batches), 'reference', new Queue(0), 8);
    await net.run([numbers(1)]);
    const abort = new AbortController();
    const onProgress = (): void => abort.abort();
    const error = await net.run([numbers(30)], {signal: abort.signal, onProgress}).catch((reason: Error) => reason.name);
    expect(error).to.equal('AbortError');
    expect(batches).to.have.length(2);
  });

  it('hands a GPU the batch whole, however long it takes', async () => {
    const batches: number[] = [];
    const net = new SlicedNet(doubling(100, batches, 'webgpu'), 'webgpu', new Queue(8), 8);
    await net.run([numbers(400)]);
    await net.run([numbers(400)]);
    expect(batches).to.deep.equal([400, 400]);
  });
});
