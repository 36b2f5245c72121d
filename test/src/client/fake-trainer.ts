import type {TrainedSession} from '../../../src/client/worker-run.js';
import type {TrainingHandle} from '../../../src/client/start-training-worker.js';
import {Trainers} from '../../../src/client/training.js';
import type {Weights} from '../../../src/format/graph.js';
import type {FromTraining, StartRun, ToTraining} from '../../../src/training/protocol.js';
import {FakeClock} from './fake-host.js';
import {startRun} from '../training/tiny-run.js';

type Script = {url: string} | {text: string};
type Word = FromTraining | {type: 'hello'} | {type: 'refused'};

/** A training worker whose every word the test says. */
export class FakeTrainer implements TrainingHandle {
  onmessage: TrainingHandle['onmessage'] = null;
  onerror: TrainingHandle['onerror'] = null;
  terminated = false;
  readonly received: ToTraining[] = [];

  constructor(readonly script: Script) {}

  postMessage(message: ToTraining): void {
    this.received.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(message: Word): void {
    this.onmessage?.({data: message} as MessageEvent<FromTraining>);
  }

  die(): void {
    this.onerror?.({preventDefault: () => {}, message: ''} as ErrorEvent);
  }

  types(): string[] {
    return this.received.map(({type}) => type);
  }

  /** What it was told last of a type. */
  last<Type extends ToTraining['type']>(type: Type): Extract<ToTraining, {type: Type}> {
    return this.received.findLast((message) => message.type === type) as Extract<ToTraining, {type: Type}>;
  }
}

/** Training workers, their clock and a session in the test's hands. */
export class FakeTrainers {
  readonly workers: FakeTrainer[] = [];
  readonly clock = new FakeClock();
  readonly losses = {count: 0};
  readonly trainers = new Trainers({...this.parts, losses: this.losses});
  /** What the session was given. */
  readonly shown: (Weights | null)[] = [];
  allowed = true;

  get parts() {
    const startWorker = (script: Script): FakeTrainer => {
      if (!this.allowed) throw new DOMException('no', 'SecurityError');
      this.workers.push(new FakeTrainer(script));
      return this.workers.at(-1)!;
    };
    return {startWorker, clock: this.clock};
  }

  session(): TrainedSession {
    const {graphs, manifest} = startRun();
    return {
      manifest,
      graphs: () => Promise.resolve(graphs),
      setWeights: (weights) => {
        this.shown.push(weights);
        return Promise.resolve();
      },
      file: () => Promise.reject(new Error('no file here')),
    };
  }

  /** The next worker, from its first word until it is ready, or says why it is not. */
  async begin(reason?: string): Promise<FakeTrainer> {
    await tick();
    // A real host, asked for its graphs first, takes longer.
    for (let i = 0; i < 1000 && this.workers.length === 0; i++) await tick();
    const worker = this.workers.at(-1)!;
    worker.say({type: 'hello'});
    worker.say({type: 'loaded'});
    await tick();
    worker.say(reason === undefined ? {type: 'ready'} : {type: 'unable', reason});
    await tick();
    return worker;
  }
}

/** A task later: all promises that can go on have. */
export const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

export function progress(start: StartRun, step: number, weights?: Weights): FromTraining {
  return {type: 'progress', run: start.run, step: {step, losses: {loss: 1 / step}, stepsPerSecond: 1, examplesPerSecond: 16}, weights};
}
