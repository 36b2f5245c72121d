import type {InvertStep, Session} from '../../src/client/session.js';
import type {Picture} from '../../src/elements/controls/image-canvas.js';
import {isAbort} from '../../src/elements/model-controller.js';
import {GenerativeError} from '../../src/format/errors.js';
import type {Batch} from '../../src/format/graph.js';
import {codeShape, inputsOf, type Code} from './code.js';
import {pictureOf} from './gallery.js';

/** Steps of the descent. */
export const SEARCH_STEPS = 400;
/** Pictures of the way, its ends included. */
export const WAY = 9;
/** More reports than a way shows: of two neighbours one goes. */
const MOST_REPORTS = 128;
/** Milliseconds between two pictures of a search that goes on. */
const PICTURE_MILLISECONDS = 150;

export type SearchHost = {
  session: () => Session<'gan'> | undefined;
  base: () => string | undefined;
  changed: () => void;
  report: (error: unknown, retry: () => void) => void;
  mended: () => void;
};

/** A search for the latent of one picture: its reports, and the way of the beginning that has come nearest. */
export class Search {
  /** The picture that is looked for. */
  target: Picture | undefined;
  /** Where the search stands, and how it came there. */
  reports: InvertStep[] = [];
  isRunning = false;
  /** The page allows no worker. */
  needsWorker = false;
  /** Pictures of the way, from its beginning to where it stands, and that of the place below. */
  way: Picture | undefined;
  picture: Picture | undefined;
  /** Which report is shown; the last where nothing is said. */
  at: number | undefined;
  readonly #host: SearchHost;
  #stop = new AbortController();
  #session: Session<'gan'> | undefined;
  #pictured = -Infinity;

  constructor(host: SearchHost) {
    this.#host = host;
  }

  /** Another picture; what was found before is gone. */
  choose(target: Picture | undefined): void {
    this.stop();
    this.target = target;
    this.reports = [];
    this.at = this.way = this.picture = undefined;
    this.needsWorker = false;
    this.#host.changed();
  }

  stop(): void {
    this.#stop.abort();
    this.isRunning = false;
  }

  /** Nobody looks for anything in a model that is closed. */
  leave(session: Session<'gan'>): void {
    if (this.#session === session) return;
    this.#session = session;
    this.choose(undefined);
  }

  /** Which of the latents has come nearest so far. */
  get best(): number {
    const losses = this.reports.at(-1)?.losses;
    return losses ? losses.indexOf(Math.min(...losses)) : 0;
  }

  get shown(): number {
    return Math.min(this.at ?? Infinity, this.reports.length - 1);
  }

  /** Mean square difference of pixels of the way at a report. */
  loss(at: number): number | undefined {
    return this.reports[at]?.losses[this.best];
  }

  /** Where the way was at a report. */
  code(at: number): Code | undefined {
    const report = this.reports[at];
    const session = this.#host.session();
    if (!report || !session) return undefined;
    const {latent, classes} = codeShape(session.manifest);
    const z = report.z.data.subarray(this.best * latent, (this.best + 1) * latent);
    return [...z, ...Array.from({length: classes}, (_, i) => Number(i === report.labels?.[this.best]))];
  }

  /** The reports whose pictures the strip shows: evenly from the first to the last. */
  get stops(): number[] {
    const last = this.reports.length - 1;
    return Array.from({length: Math.min(WAY, last + 1)}, (_, i) => Math.round((i * last) / (Math.min(WAY, last + 1) - 1 || 1)));
  }

  moveTo(at: number): void {
    this.at = at;
    this.#host.changed();
    void this.#paint();
  }

  async start(x: Batch, seed: number, label: number | undefined): Promise<void> {
    const session = this.#host.session();
    if (!session) return;
    this.stop();
    const {signal} = (this.#stop = new AbortController());
    const {shape, range} = session.manifest.data;
    this.target = {data: x.data, shape, range};
    this.reports = [];
    this.at = this.way = this.picture = undefined;
    this.isRunning = true;
    this.needsWorker = false;
    this.#host.changed();
    try {
      const base = this.#host.base();
      const args = {x, seed, steps: SEARCH_STEPS, ...(label !== undefined && {label}), ...(base !== undefined && {base})};
      for await (const report of session.invert(args, {signal})) {
        if (signal.aborted) return;
        this.reports.push(report);
        if (this.reports.length > MOST_REPORTS) this.reports = this.reports.filter((_, i) => i % 2 === 0 || i === MOST_REPORTS);
        this.#host.changed();
        if (performance.now() - this.#pictured > PICTURE_MILLISECONDS) void this.#paint();
      }
      this.#host.mended();
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      if (error instanceof GenerativeError && error.code === 'no-worker') this.needsWorker = true;
      else this.#host.report(error, () => void this.start(x, seed, label));
    } finally {
      if (!signal.aborted) {
        this.isRunning = false;
        this.#host.changed();
        await this.#paint();
      }
    }
  }

  /** Asks for the pictures of the way, and of the place that is shown. */
  async #paint(): Promise<void> {
    const session = this.#host.session();
    const {reports} = this;
    if (!session || reports.length === 0) return;
    this.#pictured = performance.now();
    const codes = [this.shown, ...this.stops].map((at) => this.code(at)!);
    try {
      const {x} = await session.ops.generate(inputsOf(codes, codeShape(session.manifest)), {channel: 'search'});
      if (session !== this.#host.session() || reports !== this.reports) return;
      const size = x.data.length / codes.length;
      const all = pictureOf(session, x);
      this.picture = {...all, data: all.data.subarray(0, size)};
      this.way = {...all, data: all.data.subarray(size)};
      this.#host.changed();
    } catch (error) {
      if (!isAbort(error) && session === this.#host.session()) this.#host.report(error, () => void this.#paint());
    }
  }
}
