import {expect} from 'chai';
import {Connection, HANDSHAKE_MILLISECONDS, PING_MILLISECONDS, UNANSWERED_PINGS} from '../../../src/client/connection.js';
import {FakeHosts, settled} from './fake-host.js';

const SOURCE = {model: 1, base: 'https://models.invalid/', urls: {}, primed: []};
const open = {type: 'open', session: 1, family: 'vae', backend: 'auto', source: SOURCE} as const;
const call = {type: 'call', session: 1, op: 'decode', args: {}, progress: false} as const;
const codeOf = (error: {code?: unknown; name: string}): unknown => (error.name === 'AbortError' ? error.name : error.code);

describe('Connection', () => {
  it('asks before the worker is ready, and settles each request by its own answer', async () => {
    const hosts = new FakeHosts();
    const connection = new Connection(hosts.parts());
    const opened = connection.request(open);
    const called = connection.request(call);
    const [worker] = hosts.workers;
    expect(worker!.types()).to.deep.equal(['open', 'call']);
    worker!.say({type: 'ready'});
    worker!.say({type: 'error', id: worker!.last('call'), error: {name: 'FormatError', message: 'bad file', code: 'format'}});
    worker!.say({type: 'result', id: worker!.last('open'), value: 'manifest'});
    expect((await opened).value).to.equal('manifest');
    const error = await called.catch((reason: Error) => reason);
    expect(error).to.include({name: 'FormatError', message: 'bad file', code: 'format'});
  });

  it('goes to the page when the worker cannot be constructed, fails before it is ready, or stays silent', async () => {
    for (const refuse of ['throw', 'event', 'silence']) {
      const hosts = new FakeHosts();
      hosts.workersAllowed = refuse !== 'throw';
      const connection = new Connection(hosts.parts());
      const opened = connection.request(open);
      const called = connection.request(call);
      if (refuse === 'event') hosts.workers[0]!.die();
      if (refuse === 'silence') hosts.clock.pass(HANDSHAKE_MILLISECONDS);
      await settled();
      const main = hosts.mains[0]!;
      expect(connection.kind, refuse).to.equal('main');
      expect(main.types(), refuse).to.deep.equal(['open', 'call']);
      main.say({type: 'result', id: main.last('open'), value: 'manifest'});
      main.say({type: 'result', id: main.last('call'), value: 'picture'});
      expect([(await opened).value, (await called).value], refuse).to.deep.equal(['manifest', 'picture']);
      expect(
        hosts.workers.every(({terminated}) => terminated),
        refuse,
      ).to.equal(true);
    }
  });

  it('waits for a worker that is slow but in time', () => {
    const hosts = new FakeHosts();
    const connection = new Connection(hosts.parts());
    hosts.clock.pass(HANDSHAKE_MILLISECONDS - 1);
    hosts.workers[0]!.say({type: 'ready'});
    hosts.clock.pass(10 * HANDSHAKE_MILLISECONDS);
    expect(connection.kind).to.equal('worker');
    expect(hosts.workers[0]!.terminated).to.equal(false);
  });

  it('is lost, with a code, where neither a worker nor the page can compute', async () => {
    const hosts = new FakeHosts();
    hosts.workersAllowed = hosts.mainAllowed = false;
    const connection = new Connection(hosts.parts());
    const opened = connection.request(open).catch(codeOf);
    expect(await opened).to.equal('worker-lost');
    expect(codeOf(await new Promise<Error>((resolve) => connection.onLost(1, resolve)))).to.equal('worker-lost');
    expect(await connection.request(call).catch(codeOf)).to.equal('worker-lost');
  });

  it('starts a dead worker once more and asks again; the second death loses the host', async () => {
    const hosts = new FakeHosts();
    const connection = new Connection(hosts.parts());
    const opened = connection.request(open);
    const first = hosts.workers[0]!;
    first.say({type: 'ready'});
    first.say({type: 'result', id: first.last('open'), value: 'manifest'});
    await opened;
    const called = connection.request(call);
    first.die();
    const second = hosts.workers[1]!;
    expect(first.terminated).to.equal(true);
    expect(second.types()).to.deep.equal(['open', 'call']);
    first.say({type: 'result', id: second.last('call'), value: 'from the grave'});
    second.say({type: 'ready'});
    second.say({type: 'result', id: second.last('open'), value: 'manifest'});
    second.say({type: 'result', id: second.last('call'), value: 'picture'});
    expect((await called).value).to.equal('picture');
    const again = connection.request(call).catch(codeOf);
    second.die();
    expect(await again).to.equal('worker-lost');
    expect(hosts.workers).to.have.length(2);
    expect(hosts.mains).to.have.length(0);
  });

  it('gives a worker that takes the place of a dead one the weights that sessions had', async () => {
    const hosts = new FakeHosts();
    const connection = new Connection(hosts.parts());
    const [worker] = hosts.workers;
    const opened = connection.request(open);
    worker!.say({type: 'ready'});
    worker!.say({type: 'result', id: worker!.last('open'), value: 'manifest'});
    await opened;
    const weights = (bias: number) => ({type: 'weights' as const, session: 1, weights: {decoder: [Float32Array.of(bias)]}});
    for (const bias of [1, 2]) {
      const set = connection.request(weights(bias));
      worker!.say({type: 'result', id: worker!.last('weights'), value: undefined});
      await set;
    }
    void connection.request(call);
    worker!.die();
    const [, second] = hosts.workers;
    expect(second!.types()).to.deep.equal(['open', 'weights', 'call']);
    expect(second!.received[1]).to.deep.include(weights(2));

    void connection.request({...weights(3), weights: null});
    second!.say({type: 'ready'});
    second!.say({type: 'result', id: second!.last('weights'), value: undefined});
    connection.close(1);
    expect(second!.types().slice(3)).to.deep.equal(['weights', 'close']);
  });

  it('sends a worker the part that it lacks, and begins later ones with it', async () => {
    const hosts = new FakeHosts();
    const connection = new Connection(hosts.parts(), ['vae']);
    const opened = connection.request(open);
    const [worker] = hosts.workers;
    worker!.say({type: 'ready'});
    worker!.say({type: 'part', name: 'reference-engine'});
    await settled();
    expect(worker!.received.at(-1)).to.deep.equal({type: 'part', name: 'reference-engine', url: 'blob:reference-engine'});
    worker!.say({type: 'result', id: worker!.last('open'), value: 'manifest'});
    expect((await opened).value).to.equal('manifest');
    worker!.die();
    expect(hosts.sources).to.deep.equal(['vae', 'vae,reference-engine']);
  });

  it('says so where a part cannot be fetched', async () => {
    const hosts = new FakeHosts();
    hosts.lost.add('foreign-model');
    void new Connection(hosts.parts()).request(open);
    const [worker] = hosts.workers;
    worker!.say({type: 'ready'});
    worker!.say({type: 'part', name: 'foreign-model'});
    await settled();
    expect(worker!.received.at(-1)).to.deep.equal({type: 'part', name: 'foreign-model', url: undefined});
  });

  it('replaces a worker that takes no scripts by one that begins with the part', async () => {
    const hosts = new FakeHosts();
    hosts.slow.add('reference-engine');
    const connection = new Connection(hosts.parts(), ['vae']);
    const opened = connection.request(open);
    const [first] = hosts.workers;
    first!.say({type: 'ready'});
    first!.say({type: 'unable', part: 'reference-engine'});
    expect(first!.terminated).to.equal(true);
    await settled();
    const second = hosts.workers[1]!;
    expect(hosts.sources).to.deep.equal(['vae', 'vae,reference-engine']);
    second.say({type: 'ready'});
    second.say({type: 'result', id: second.last('open'), value: 'manifest'});
    expect((await opened).value).to.equal('manifest');
    expect(hosts.mains).to.have.length(0);
  });

  it('notices a killed worker by its silence, but only while something is asked', async () => {
    const hosts = new FakeHosts();
    const connection = new Connection(hosts.parts());
    const [worker] = hosts.workers;
    worker!.say({type: 'ready'});
    hosts.clock.pass(100 * PING_MILLISECONDS);
    expect(worker!.types()).to.not.include('ping');
    const called = connection.request(call);
    hosts.clock.pass(UNANSWERED_PINGS * PING_MILLISECONDS);
    expect(worker!.types().filter((type) => type === 'ping')).to.have.length(UNANSWERED_PINGS);
    worker!.say({type: 'pong'});
    hosts.clock.pass(UNANSWERED_PINGS * PING_MILLISECONDS);
    expect(hosts.workers, 'a pong is a sign of life').to.have.length(1);
    hosts.clock.pass(PING_MILLISECONDS);
    expect(hosts.workers).to.have.length(2);
    hosts.workers[1]!.say({type: 'ready'});
    hosts.workers[1]!.say({type: 'result', id: hosts.workers[1]!.last('call'), value: 'picture'});
    expect((await called).value).to.equal('picture');
    hosts.clock.pass(100 * PING_MILLISECONDS);
    expect(hosts.clock.waiting).to.equal(0);
  });

  it('leaves a worker alone for as long as it says that it will not hear', () => {
    const hosts = new FakeHosts();
    const connection = new Connection(hosts.parts());
    const [worker] = hosts.workers;
    worker!.say({type: 'ready'});
    void connection.request(call);
    const long = 40 * PING_MILLISECONDS;
    worker!.say({type: 'busy', milliseconds: long});
    // Between two steps of its work it hears, and then goes on.
    hosts.clock.pass(long / 2);
    worker!.say({type: 'pong'});
    hosts.clock.pass(long);
    expect(hosts.workers).to.have.length(1);
    hosts.clock.pass((UNANSWERED_PINGS + 1) * PING_MILLISECONDS);
    expect(hosts.workers, 'dead after all').to.have.length(2);
    hosts.workers[1]!.say({type: 'ready'});
    hosts.workers[1]!.say({type: 'busy', milliseconds: long});
    hosts.workers[1]!.say({type: 'busy', milliseconds: 0});
    hosts.clock.pass((UNANSWERED_PINGS + 1) * PING_MILLISECONDS);
    expect(hosts.workers[1]!.terminated, 'no longer busy').to.equal(true);
  });

  it('tells a new worker how many devices the old one lost', () => {
    const hosts = new FakeHosts();
    const connection = new Connection(hosts.parts());
    void connection.request(open);
    const [worker] = hosts.workers;
    worker!.say({type: 'ready'});
    expect(worker!.types()).to.deep.equal(['open']);
    worker!.say({type: 'loss'});
    worker!.die();
    expect(hosts.workers[1]!.received.slice(0, 1)).to.deep.equal([{type: 'losses', count: 1}]);
    expect(hosts.workers[1]!.types()).to.deep.equal(['losses', 'open']);
  });

  it('tells sessions that it is lost, but not those that are closed', async () => {
    const hosts = new FakeHosts();
    hosts.workersAllowed = hosts.mainAllowed = false;
    const connection = new Connection(hosts.parts());
    const told: number[] = [];
    for (const session of [1, 2]) connection.onLost(session, () => told.push(session));
    connection.close(1);
    await settled();
    connection.onLost(3, () => told.push(3));
    expect(told).to.deep.equal([2, 3]);
  });

  it('rejects at once when a signal aborts, and tells the host; an aborted request is never sent', async () => {
    const hosts = new FakeHosts();
    const connection = new Connection(hosts.parts());
    const [worker] = hosts.workers;
    const abort = new AbortController();
    const called = connection.request(call, {signal: abort.signal}).catch(codeOf);
    abort.abort();
    expect(await called).to.equal('AbortError');
    expect(worker!.received.at(-1)).to.deep.equal({type: 'abort', id: worker!.last('call')});
    expect(await connection.request(call, {signal: abort.signal}).catch(codeOf)).to.equal('AbortError');
    expect(worker!.types()).to.deep.equal(['call', 'abort']);
  });

  it('rejects the requests of a session that closes, and no others', async () => {
    const hosts = new FakeHosts();
    const connection = new Connection(hosts.parts());
    const [worker] = hosts.workers;
    void connection.request(open).catch(() => {});
    void connection.request({...open, session: 2});
    const closed = connection.request(call).catch(codeOf);
    const other = connection.request({...call, session: 2});
    connection.close(1);
    expect(await closed).to.equal('AbortError');
    expect(worker!.received.at(-1)).to.deep.equal({type: 'close', session: 1});
    expect(connection.sessions).to.equal(1);
    worker!.say({type: 'result', id: worker!.last('call'), value: 'picture'});
    expect((await other).value).to.equal('picture');
  });

  it('reports progress to the request that asked', () => {
    const hosts = new FakeHosts();
    const connection = new Connection(hosts.parts());
    const seen: unknown[] = [];
    void connection.request({...call, progress: true}, {onProgress: (progress) => seen.push(progress)});
    hosts.workers[0]!.say({type: 'progress', id: hosts.workers[0]!.last('call'), loaded: 3, total: 9});
    expect(seen).to.deep.equal([{loaded: 3, total: 9}]);
  });
});
