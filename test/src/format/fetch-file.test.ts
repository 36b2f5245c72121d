import {expect} from 'chai';
import {GenerativeError} from '../../../src/format/errors.js';
import {fetchFile, verifyFile} from '../../../src/format/fetch-file.js';

const URL = 'https://example.org/m/decoder.bin';
const BYTES = Uint8Array.from({length: 1000}, (_, index) => index);
/** sha256 of BYTES. */
const SHA = 'a8af099bf2e878609558dbf69d8f88f4a31040a8cf84b549a0cfa912f12ffc3f';

type Answer = () => Promise<Response> | Response;

/** Runs with the platform's fetch replaced. */
async function answering<T>(answer: Answer, run: (requests: RequestInit[]) => Promise<T>): Promise<T> {
  const original = globalThis.fetch;
  const requests: RequestInit[] = [];
  globalThis.fetch = (_, init) => {
    requests.push(init!);
    const aborted = new Promise<never>((_, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal!.reason as Error));
    });
    return Promise.race([aborted, Promise.resolve().then(answer)]);
  };
  try {
    return await run(requests);
  } finally {
    globalThis.fetch = original;
  }
}

function inChunks(bytes: Uint8Array, size: number, end?: Error): Response {
  let at = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (at < bytes.length) controller.enqueue(bytes.slice(at, (at += size)));
        else if (end) controller.error(end);
        else controller.close();
      },
    }),
  );
}

async function failure(answer: Answer, expected = {bytes: 1000, sha256: SHA}): Promise<GenerativeError> {
  return answering(answer, async () => {
    const error = await fetchFile(URL, {expected}).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(GenerativeError);
    expect((error as Error).message).to.include(URL);
    return error as GenerativeError;
  });
}

describe('fetching a file', () => {
  it('joins chunks, checks the hash, tells its progress and sends no credentials', async () => {
    const seen: number[] = [];
    await answering(
      () => inChunks(BYTES, 300),
      async (requests) => {
        const onProgress = (progress: {loaded: number; total: number}): void => {
          seen.push(progress.loaded);
          expect(progress.total).to.equal(1000);
        };
        const {buffer, verified} = await fetchFile(URL, {expected: {bytes: 1000, sha256: SHA}, onProgress});
        expect([...new Uint8Array(buffer)]).to.deep.equal([...BYTES]);
        expect(verified).to.equal(true);
        expect(requests[0]!.credentials).to.equal('omit');
      },
    );
    expect(seen).to.deep.equal([300, 600, 900, 1000]);
  });

  it('says not-found for 404, network for other answers', async () => {
    expect((await failure(() => new Response('', {status: 404}))).code).to.equal('not-found');
    expect((await failure(() => new Response('', {status: 503}))).message).to.include('503');
    expect((await failure(() => Promise.reject(new TypeError('Failed to fetch')))).code).to.equal('network');
    expect((await failure(() => inChunks(BYTES, 400, new TypeError('broken')))).message).to.include('broke after 1000 bytes');
  });

  it('recognises an HTML page by its type or by its first characters', async () => {
    const page = '\n<!DOCTYPE html><html></html>';
    const typed = await failure(() => new Response('welcome', {headers: {'content-type': 'text/html; charset=utf-8'}}));
    const untyped = await failure(() => new Response(page), {bytes: page.length, sha256: SHA});
    for (const error of [typed, untyped]) {
      expect(error.code).to.equal('format');
      expect(error.message).to.include('HTML page');
    }
  });

  it('refuses fewer bytes, more bytes and other bytes, saying what was expected and found', async () => {
    const fewer = await failure(() => inChunks(BYTES.subarray(0, 999), 100));
    expect(fewer.code).to.equal('integrity');
    expect(fewer.message).to.include('1000 bytes were expected, 999 found');
    const more = await failure(() => inChunks(new Uint8Array(5000), 100));
    expect(more.message).to.include('1000 bytes were expected, more than 1000 found');
    const other = await failure(() => inChunks(new Uint8Array(1000), 100));
    expect(other.code).to.equal('integrity');
    expect(other.message).to.include(SHA);
  });

  it('stops reading an endless answer', async () => {
    let pulled = 0;
    const endless = (): Response =>
      new Response(
        new ReadableStream({
          pull(controller) {
            pulled++;
            controller.enqueue(new Uint8Array(100));
          },
        }),
      );
    expect((await failure(endless)).code).to.equal('integrity');
    expect(pulled).to.be.below(20);
  });

  it('takes no more memory than has arrived, whatever the manifest promises, nor more than the file for a byte at a time', async () => {
    const Real = Uint8Array;
    let largest = 0;
    const counted = new Proxy(Real, {
      construct(target, args: [unknown]) {
        largest = Math.max(largest, Number(args[0]) || 0);
        return Reflect.construct(target, args) as object;
      },
    });
    const expected = {bytes: 64e6, sha256: SHA};
    const drip = Real.from({length: 70_000}, () => 7);
    globalThis.Uint8Array = counted;
    try {
      expect((await failure(() => inChunks(drip, 1), expected)).message).to.include('64000000 bytes were expected, 70000 found');
    } finally {
      globalThis.Uint8Array = Real;
    }
    expect(largest).to.be.within(70_000, 140_000);
  });

  it('reads nothing from another origin than the one that was asked', async () => {
    const from = (url: string) => () => Object.defineProperties(inChunks(BYTES, 300), {redirected: {value: true}, url: {value: url}});
    const elsewhere = await failure(from('https://elsewhere.example/decoder.bin'));
    expect(elsewhere.code).to.equal('network');
    expect(elsewhere.message).to.include('from another place, https://elsewhere.example/decoder.bin');
    await answering(from('https://example.org/v2/decoder.bin'), async () => {
      expect((await fetchFile(URL, {expected: {bytes: 1000, sha256: SHA}})).verified).to.equal(true);
    });
  });

  it('rejects with the reason of an abort, before and while it reads', async () => {
    for (const when of ['before', 'while']) {
      const abort = new AbortController();
      // A platform's body fails together with its request.
      const body = new ReadableStream({
        start: (stream) => abort.signal.addEventListener('abort', () => stream.error(abort.signal.reason)),
      });
      await answering(
        () => new Response(body),
        async () => {
          if (when === 'before') abort.abort();
          const result = fetchFile(URL, {signal: abort.signal}).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          if (when === 'while') setTimeout(() => abort.abort(), 5);
          expect(((await result) as Error).name).to.equal('AbortError');
        },
      );
    }
  });

  it('cannot verify without a hash, and checks bytes that came another way', async () => {
    await answering(
      () => inChunks(BYTES, 300),
      async () => expect((await fetchFile(URL)).verified).to.equal(false),
    );
    expect(await verifyFile(BYTES.buffer, URL, {bytes: 1000, sha256: SHA})).to.equal(true);
  });
});
