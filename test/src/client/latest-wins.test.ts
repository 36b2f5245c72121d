import {expect} from 'chai';
import {LatestWins} from '../../../src/client/latest-wins.js';

/** Calls that are finished by hand, in any order. */
class Calls {
  readonly started: string[] = [];
  readonly #finish = new Map<string, (error?: Error) => void>();

  start(name: string): () => Promise<string> {
    return () => {
      this.started.push(name);
      return new Promise((resolve, reject) => {
        this.#finish.set(name, (error) => (error ? reject(error) : resolve(name)));
      });
    };
  }

  async finish(name: string, error?: Error): Promise<void> {
    this.#finish.get(name)!(error);
    await new Promise((resolve) => setTimeout(resolve));
  }
}
const nameOf = (error: Error): string => error.name;

describe('LatestWins', () => {
  it('keeps one call in flight and one waiting; those between reject with an AbortError', async () => {
    const [calls, channels] = [new Calls(), new LatestWins()];
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => channels.run('pointer', calls.start(name)).catch(nameOf));
    expect(calls.started).to.deep.equal(['a']);
    expect(await Promise.all([b, c])).to.deep.equal(['AbortError', 'AbortError']);
    await calls.finish('a');
    expect(calls.started).to.deep.equal(['a', 'd']);
    await calls.finish('d');
    expect(await Promise.all([a, d])).to.deep.equal(['a', 'd']);
  });

  it('keeps channels apart', () => {
    const [calls, channels] = [new Calls(), new LatestWins()];
    void channels.run('pointer', calls.start('a'));
    void channels.run('tiles', calls.start('b'));
    expect(calls.started).to.deep.equal(['a', 'b']);
  });

  it('goes on after a call that failed', async () => {
    const [calls, channels] = [new Calls(), new LatestWins()];
    const failed = channels.run('pointer', calls.start('a')).catch((error: Error) => error.message);
    const next = channels.run('pointer', calls.start('b'));
    await calls.finish('a', new Error('no'));
    expect(await failed).to.equal('no');
    await calls.finish('b');
    expect(await next).to.equal('b');
  });

  it('never starts a call that was aborted before or while it waited', async () => {
    const [calls, channels] = [new Calls(), new LatestWins()];
    const abort = new AbortController();
    void channels.run('pointer', calls.start('a'));
    const waiting = channels.run('pointer', calls.start('b'), abort.signal).catch(nameOf);
    abort.abort();
    const before = channels.run('pointer', calls.start('c'), abort.signal).catch(nameOf);
    await calls.finish('a');
    expect(await Promise.all([waiting, before])).to.deep.equal(['AbortError', 'AbortError']);
    expect(calls.started).to.deep.equal(['a']);
    const next = channels.run('pointer', calls.start('d'));
    await calls.finish('d');
    expect(await next).to.equal('d');
  });

  it('does not let an aborted newcomer push out the call that waits', async () => {
    const [calls, channels] = [new Calls(), new LatestWins()];
    void channels.run('pointer', calls.start('a'));
    const waiting = channels.run('pointer', calls.start('b'));
    await channels.run('pointer', calls.start('c'), AbortSignal.abort()).catch(nameOf);
    await calls.finish('a');
    await calls.finish('b');
    expect(await waiting).to.equal('b');
  });
});
