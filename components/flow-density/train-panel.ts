import {html, nothing, type TemplateResult} from 'lit';
import type {Weights} from '../../src/format/graph.js';
import {saveFile} from '../../src/elements/save-file.js';
import type {Session, TrainingData, TrainingRun, TrainStep} from '../../src/client/session.js';
import type {DensityName} from '../../src/data/density-names.js';
import {History} from '../../src/data/history.js';
import {slider} from '../../src/elements/controls/slider.js';
import {isAbort} from '../../src/elements/model-controller.js';
import {fixed} from '../../src/elements/numbers.js';
import {stressed} from '../../src/elements/stressed.js';
import type {Exploration} from './exploration.js';
import {knownDensity} from '../../src/data/known-density.js';
import {lossChart, SMOOTH} from './loss-chart.js';
import type {LateWords} from './locales/late-words.js';

const BATCHES = [64, 128, 256, 512, 1024];
const START_BATCH = 256;
const START_RATE = 3e-3;
/** Learning rates by their power of ten. */
const [SLOWEST, FASTEST] = [-4, -1.5];

export type TrainHost = {
  session: () => Session<'flow'> | undefined;
  seed: () => number;
  /** Where training.js lies, if the page says so. */
  base: () => string | undefined;
  changed: () => void;
  /** A step, for the page; undefined when training rests. */
  stepped: (step: TrainStep | undefined) => void;
  report: (error: unknown, retry: () => void) => void;
};

/** Trains the flow that is shown, before the reader's eyes. */
export class TrainPanel {
  readonly #exploration: Exploration;
  readonly #host: TrainHost;
  readonly #history = new History();
  #run: {run: TrainingRun; session: Session<'flow'>} | undefined;
  #step: TrainStep | undefined;
  #state: 'off' | 'starting' | 'playing' | 'paused' = 'off';
  #from: 'scratch' | 'shipped' = 'scratch';
  /** Where a run was ended to be saved: the next one goes on from there. */
  #saved: Weights | undefined;
  #said: string | undefined;
  #rate = START_RATE;
  #batch = START_BATCH;
  /** Pictures of a step are being made. */
  #isDrawing = false;

  constructor(exploration: Exploration, host: TrainHost) {
    this.#exploration = exploration;
    this.#host = host;
  }

  /** Drawn or pasted data begin anew, from a flat sheet. */
  async startAnew(): Promise<void> {
    await this.stop();
    this.#from = 'scratch';
    this.#begin(false);
  }

  /** Ends the run and goes back to the weights that were shipped. */
  async stop(): Promise<void> {
    const running = this.#run;
    const session = this.#host.session();
    this.#forget();
    await running?.run.stop().catch(() => undefined);
    if (!session || session !== this.#host.session()) return;
    await session.setWeights(null).catch(() => undefined);
    void this.#exploration.answers.refresh();
  }

  /** What to train on. */
  #data(session: Session<'flow'>): TrainingData | undefined {
    const {own} = this.#exploration;
    const {name} = session.manifest.data;
    return own ?? (knownDensity(name) ? {kind: 'density', name: name as DensityName} : undefined);
  }

  #begin(paused: boolean): void {
    const session = this.#host.session();
    const data = session && this.#data(session);
    if (!session || !data) return;
    const base = this.#host.base();
    const run = session.train({
      data,
      seed: this.#host.seed(),
      from: this.#saved ?? this.#from,
      learningRate: this.#rate,
      batchSize: this.#batch,
      paused,
      ...(base !== undefined && {base}),
    });
    this.#history.clear();
    this.#run = {run, session};
    this.#enter('starting');
    void this.#follow(run, paused);
    if (paused)
      run.ready.then(
        () => run.step(),
        () => undefined,
      );
  }

  async #follow(run: TrainingRun, paused: boolean): Promise<void> {
    const isCurrent = () => this.#run?.run === run;
    try {
      for await (const step of run) {
        if (!isCurrent()) return;
        if (this.#state === 'starting') this.#enter(paused ? 'paused' : 'playing');
        this.#step = step;
        if (step.step === 0) this.#history.clear();
        const {loss} = step.losses;
        if (loss !== undefined) this.#history.add(step.step, {loss});
        this.#host.stepped(step);
        this.#host.changed();
        void this.#show();
      }
    } catch (error) {
      if (!isCurrent()) return;
      this.#forget();
      if (!isAbort(error)) this.#host.report(error, () => this.#begin(paused));
    }
  }

  /** The flow after a step; steps that come meanwhile are shown with the next one. */
  async #show(): Promise<void> {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    const before = this.#step;
    await this.#exploration.answers.refresh();
    this.#isDrawing = false;
    if (this.#run && this.#step !== before) void this.#show();
  }

  #forget(): void {
    this.#run = this.#step = this.#saved = this.#said = undefined;
    this.#history.clear();
    this.#enter('off');
  }

  #enter(state: 'off' | 'starting' | 'playing' | 'paused'): void {
    this.#state = state;
    this.#exploration.answers.isTraining = state === 'playing';
    if (state === 'off' || state === 'paused') this.#host.stepped(undefined);
    // A finer picture, at rest.
    if (state === 'paused') void this.#exploration.answers.ask('field');
    this.#host.changed();
  }

  #play(): void {
    if (this.#state === 'starting') return;
    if (!this.#run) return this.#begin(false);
    if (this.#state === 'playing') {
      this.#run.run.pause();
      this.#enter('paused');
    } else {
      this.#run.run.resume();
      this.#enter('playing');
    }
  }

  #one(): void {
    if (!this.#run) return this.#begin(true);
    this.#run.run.step();
    this.#enter('paused');
  }

  #reset(): void {
    this.#run?.run.reset();
    this.#history.clear();
  }

  /** Ends the run and hands its model over as files: what stock tfjs and this library open. */
  async #save(): Promise<void> {
    const running = this.#run;
    if (!running) return;
    try {
      const {weights, step, files} = await running.run.stop();
      this.#run = undefined;
      this.#saved = weights;
      this.#enter('paused');
      const {zipSync} = await import('fflate');
      const name = `${running.session.manifest.id}-step-${step}.zip`;
      saveFile(new Blob([zipSync(await files())], {type: 'application/zip'}), name);
      this.#said = name;
      this.#host.changed();
    } catch (error) {
      if (!isAbort(error)) this.#host.report(error, () => void this.#save());
    }
  }

  /** Another beginning is another run. */
  async #startFrom(from: 'scratch' | 'shipped'): Promise<void> {
    const wasPlaying = this.#state === 'playing';
    await this.stop();
    this.#from = from;
    if (wasPlaying) this.#begin(false);
    else this.#host.changed();
  }

  render(words: LateWords, disabled: boolean): TemplateResult {
    const session = this.#host.session();
    const {own} = this.#exploration;
    const data = session && this.#data(session);
    const off = disabled || !data || this.#state === 'starting';
    const floor = own || !session ? undefined : knownDensity(session.manifest.data.name)?.floor;
    const update = (changes: {learningRate?: number; batchSize?: number}) => {
      this.#run?.run.update(changes);
      this.#host.changed();
    };
    return html`
      <p class="quiet">
        ${data || !session ? words.trainHelp : words.noData} ${own ? words.onOwn(own.shape[0]!.toLocaleString(words.tag)) : nothing}
      </p>
      <div class="buttons">
        <button class="button primary" part="play" ?disabled=${off} @click=${() => this.#play()}>
          ${this.#state === 'playing' ? words.pause : words.play}
        </button>
        <button class="button" part="step" ?disabled=${off} @click=${() => this.#one()}>${words.oneStep}</button>
        <button class="button" ?disabled=${off || !this.#run} @click=${() => this.#reset()}>${words.reset}</button>
        <button class="button" ?disabled=${off || this.#state === 'off'} @click=${() => void this.stop()}>${words.shipped}</button>
        <button class="button" part="save" ?disabled=${off || !this.#run} @click=${() => void this.#save()}>${words.save}</button>
      </div>
      ${this.#said ? html`<p class="quiet" role="status">${words.saved(this.#said)}</p>` : nothing}
      ${
        this.#state === 'off'
          ? nothing
          : html`<div class="standing">
              <p>${this.#standing(words, floor)}</p>
              ${lossChart(this.#history, floor, words)}
            </div>`
      }
      <div class="settings">
        <div class="choice" role="radiogroup" aria-label=${words.startFrom}>
          <span class="quiet">${words.startFrom}</span>
          ${(['scratch', 'shipped'] as const).map(
            (from) =>
              html`<label
                ><input
                  type="radio"
                  name="from"
                  .checked=${from === this.#from}
                  ?disabled=${off}
                  @change=${() => void this.#startFrom(from)}
                />${words.starts[from]}</label
              >`,
          )}
        </div>
        <div class="narrow">
          ${slider({
            id: 'rate',
            label: words.learningRate,
            value: Math.log10(this.#rate),
            text: this.#rate.toFixed(4),
            min: SLOWEST,
            max: FASTEST,
            step: 0.1,
            disabled: off,
            onInput: (power) => {
              this.#rate = 10 ** power;
              update({learningRate: this.#rate});
            },
          })}
        </div>
        <label class="choice"
          ><span class="quiet">${words.batchSize}</span
          ><select
            ?disabled=${off}
            @change=${(event: Event) => {
              this.#batch = Number((event.target as HTMLSelectElement).value);
              update({batchSize: this.#batch});
            }}
          >
            ${BATCHES.map((size) => html`<option value=${size} .selected=${size === this.#batch}>${size}</option>`)}
          </select></label
        >
      </div>
    `;
  }

  #standing(words: LateWords, floor: number | undefined): unknown {
    if (this.#state === 'starting') return words.starting;
    const loss = this.#history.smooth('loss', SMOOTH).at(-1)?.value;
    if (!this.#step || loss === undefined) return nothing;
    const {step, stepsPerSecond} = this.#step;
    const sentence = words.standing(step.toLocaleString(words.tag), fixed(loss, 3), stepsPerSecond.toFixed(0));
    return stressed(floor === undefined ? sentence : sentence + words.above(fixed(loss - floor, 3)));
  }
}
