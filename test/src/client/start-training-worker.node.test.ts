import {expect} from 'chai';
import {HELLO_MILLISECONDS, LOAD_MILLISECONDS, startTrainingWorker} from '../../../src/client/start-training-worker.js';
import {FakeTrainers, tick} from './fake-trainer.js';

const URL_ELSEWHERE = 'https://cdn.invalid/training.js';
const codeOf = ({code, message}: {code?: string; message: string}) => `${code}: ${message}`;

describe('startTrainingWorker', () => {
  const fetch = globalThis.fetch;
  let fakes: FakeTrainers;
  const start = (url = URL_ELSEWHERE) => startTrainingWorker(fakes.parts, url, 'https://page.invalid');
  const serve = (response?: Response) => {
    globalThis.fetch = () => (response ? Promise.resolve(response) : Promise.reject(new TypeError('Failed to fetch')));
  };

  beforeEach(() => {
    fakes = new FakeTrainers();
    serve();
  });
  afterEach(() => (globalThis.fetch = fetch));

  it("names the script where it is on the page's origin", async () => {
    const started = start('https://page.invalid/training.js');
    expect(fakes.workers[0]!.script).to.deep.equal({url: 'https://page.invalid/training.js'});
    fakes.workers[0]!.say({type: 'loaded'});
    expect(await started).to.equal(fakes.workers[0]);
    expect(fakes.clock.waiting).to.equal(0);
  });

  it('loads it in a blob where it is elsewhere, or where the page wants blobs, and waits for a slow line', async () => {
    for (const url of [URL_ELSEWHERE, 'https://page.invalid/training.js']) {
      fakes = new FakeTrainers();
      const started = start(url);
      if (url !== URL_ELSEWHERE) fakes.workers[0]!.die();
      await tick();
      const worker = fakes.workers.at(-1)!;
      expect((worker.script as {text: string}).text)
        .to.include(`"${url}"`)
        .and.to.include('importScripts');
      worker.say({type: 'hello'});
      fakes.clock.pass(LOAD_MILLISECONDS - 1);
      worker.say({type: 'loaded'});
      expect(await started).to.equal(worker);
      expect(fakes.workers.slice(0, -1).every(({terminated}) => terminated)).to.equal(true);
    }
  });

  it('fetches the text where scripts from there are refused', async () => {
    serve(new Response('the script'));
    const started = start();
    fakes.workers[0]!.say({type: 'hello'});
    fakes.workers[0]!.say({type: 'refused'});
    await tick();
    expect(fakes.workers[1]!.script).to.deep.equal({text: 'the script'});
    fakes.workers[1]!.say({type: 'loaded'});
    expect(await started).to.equal(fakes.workers[1]);
  });

  it('says that the script cannot be had, not that workers cannot', async () => {
    for (const response of [undefined, new Response('', {status: 404})]) {
      fakes = new FakeTrainers();
      serve(response);
      const started = start().catch(codeOf);
      fakes.workers[0]!.say({type: 'hello'});
      fakes.workers[0]!.say({type: 'refused'});
      expect(await started).to.match(/^network: https:\/\/cdn\.invalid\/training\.js: .*(404|Failed to fetch)/);
    }
  });

  it('says that the page allows no worker, by throwing, by an event or by silence', async () => {
    for (const refusal of ['throws', 'event', 'silence']) {
      fakes = new FakeTrainers();
      fakes.allowed = refusal !== 'throws';
      serve(new Response('the script'));
      const started = start().catch(codeOf);
      for (let way = 0; way < 2 && refusal !== 'throws'; way++) {
        if (refusal === 'event') fakes.workers[way]!.die();
        else fakes.clock.pass(HELLO_MILLISECONDS);
        await tick();
      }
      expect(await started, refusal).to.match(/^no-worker: No worker for training/);
      expect(
        fakes.workers.every(({terminated}) => terminated),
        refusal,
      ).to.equal(true);
    }
  });
});
