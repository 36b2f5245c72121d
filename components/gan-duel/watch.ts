import type {Session} from '../../src/client/session.js';
import type {Coverage} from '../../src/data/coverage.js';
import {History} from '../../src/data/history.js';
import {isAbort} from '../../src/elements/model-controller.js';
import type {Batch} from '../../src/format/graph.js';
import type {GanLoss} from '../../src/training/gan-choices.js';
import {diagnose, type Diagnosis} from './diagnosis.js';
import type {Measure} from './measure.js';
import {generated, judged, latents, questions, type Generated, type Judged} from './scene.js';

/** Measurements that a diagnosis looks back on. */
const MEMORY = 24;

/** All that the plane shows at one moment. */
export type Scene = {generated: Generated; judged: Judged};

/** What the nets are asked about, as it is now, and where the game stands. */
export type Asked = {
  x: readonly [number, number];
  /** Half the side of the plane. */
  extent: number;
  seed: number;
  loss: GanLoss;
  step: number;
  losses: Record<string, number> | undefined;
};

export type WatchHost = {
  session: () => Session<'gan'> | undefined;
  visible: () => boolean;
  asked: () => Asked;
  repaint: () => void;
  changed: () => void;
  report: (error: unknown, retry: () => void, kind: string) => void;
  mended: (kind: string) => void;
  /** Data and figures, by code that comes behind the first picture. */
  measures: () => Promise<typeof Measure>;
};

/** What the two nets answer, one question at a time, and what that means. Out of sight they are asked nothing. */
export class Watch {
  readonly history = new History();
  scene: Scene | undefined;
  measure: Measure | undefined;
  coverage: Coverage | undefined;
  diagnosis: Diagnosis | undefined;
  /** Milliseconds of the last answers. */
  cost: number | undefined;
  readonly #host: WatchHost;
  #memory: Coverage[] = [];
  #isAsking = false;
  #isStale = false;

  constructor(host: WatchHost) {
    this.#host = host;
  }

  /** The nets have other weights, or something else is asked of them. */
  async refresh(): Promise<void> {
    const session = this.#host.session();
    if (!session || !this.#host.visible() || this.#isAsking) {
      this.#isStale = true;
      return;
    }
    this.#isAsking = true;
    this.#isStale = false;
    try {
      await this.ask(session);
      this.#host.mended('scene');
    } catch (error) {
      if (session === this.#host.session() && !isAbort(error)) this.#host.report(error, () => void this.refresh(), 'scene');
    } finally {
      this.#isAsking = false;
    }
    if (this.#isStale) void this.refresh();
  }

  /** In view again. */
  resume(): void {
    if (this.#isStale) void this.refresh();
  }

  async ask(session: Session<'gan'>): Promise<void> {
    const {measure} = this;
    const asked = this.#host.asked();
    const z = latents(asked.seed);
    const made = await session.ops.generate({z: {data: z, shape: [z.length / 2, 2]}});
    const points = generated(made.x.data);
    const data = measure?.points ?? new Float32Array(0);
    const places = questions(asked.extent, data, points.samples, asked.x);
    const {logit, stats} = await session.ops.score({x: {data: places, shape: [places.length / 2, 2]}});
    if (session !== this.#host.session() || measure !== this.measure) return;
    this.cost = made.stats.milliseconds + stats.milliseconds;
    this.scene = {generated: points, judged: judged(logit, data.length / 2, asked.extent, asked.loss)};
    if (measure) this.#hold(measure, this.scene, asked);
    this.#host.repaint();
    this.#host.changed();
  }

  /** What samples are held against: a reader's points, or the data of the model. */
  async take(session: Session<'gan'>, own: Batch | undefined): Promise<void> {
    const measures = await this.#host.measures();
    if (session !== this.#host.session()) return;
    const {extent, seed} = this.#host.asked();
    const measure = own
      ? measures.ofPoints(own.data, [-extent, -extent, extent, extent])
      : await measures.of(session.manifest.data.name, seed, this.scene!.generated.samples.length / 2);
    if (session === this.#host.session()) this.measure = measure;
  }

  /** Nothing has been learned any more. */
  restart(): void {
    this.#memory = [];
    this.history.clear();
    void this.refresh();
  }

  /** Other nets come. */
  clear(): void {
    this.measure = this.coverage = this.diagnosis = undefined;
    this.#memory = [];
    this.history.clear();
  }

  /** Holds the samples against the data. */
  #hold(measure: Measure, {generated: {samples}, judged}: Scene, {step, losses}: Asked): void {
    const coverage = measure.coverage(samples);
    this.coverage = coverage;
    const last = this.history.entries.at(-1);
    if (!last || last.step < step) {
      this.#memory = [...this.#memory, coverage].slice(-MEMORY);
      this.history.add(step, {js: coverage.js, ...losses});
    }
    this.diagnosis = diagnose(this.#memory.length > 0 ? this.#memory : [coverage], judged, measure.floor);
  }
}
