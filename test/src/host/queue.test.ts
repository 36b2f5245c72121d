import {expect} from 'chai';
import {Queue} from '../../../src/host/queue.js';

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
/** Keeps the thread as a computation would. */
function compute(milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
  return Promise.resolve();
}

describe('Queue', () => {
  it('runs one job at a time, first come, first served', async () => {
    const queue = new Queue(1000);
    const log: string[] = [];
    const job = (name: string) => async () => {
      log.push(`${name} starts`);
      await later();
      log.push(`${name} ends`);
    };
    await Promise.all([queue.run(job('a')), queue.run(job('b')), queue.run(job('c'))]);
    expect(log).to.deep.equal(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
  });

  it('goes on after a job that failed', async () => {
    const queue = new Queue(1000);
    const failed = queue.run(() => Promise.reject(new Error('no'))).catch((error: Error) => error.message);
    const thrown = queue
      .run(() => {
        throw new Error('at once');
      })
      .catch((error: Error) => error.message);
    expect(await queue.run(() => Promise.resolve('fine'))).to.equal('fine');
    expect([await failed, await thrown]).to.deep.equal(['no', 'at once']);
  });

  it('never starts a job whose signal aborted before its turn', async () => {
    const queue = new Queue(1000);
    const abort = new AbortController();
    let ran = false;
    const first = queue.run(later);
    const second = queue.run(() => Promise.resolve((ran = true)), abort.signal).catch((error: Error) => error.name);
    abort.abort();
    await first;
    expect(await second).to.equal('AbortError');
    expect(ran).to.equal(false);
  });

  it('lets messages in between jobs that keep the thread', async () => {
    const queue = new Queue(5);
    const log: string[] = [];
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => log.push('message');
    const first = queue.run(() => {
      port2.postMessage(0);
      return compute(10);
    });
    await Promise.all([first, queue.run(() => compute(10)), queue.run(() => Promise.resolve(log.push('last job')))]);
    port1.close();
    expect(log).to.deep.equal(['message', 'last job']);
  });
});
