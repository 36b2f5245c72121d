import type {Session} from '../../src/client/session.js';
import type {DensityName} from '../../src/data/density-names.js';
import {glide} from '../../src/elements/controls/glide.js';
import {PlaneDrag} from '../../src/elements/controls/plane-drag.js';
import type {Batch} from '../../src/format/graph.js';
import type {Manifest} from '../../src/format/manifest.js';
import {FlowAnswers, type AnswersHost} from './flow-answers.js';
import {readState, type Drawing, type FlowDensityState, type PanelName, type Subject} from './flow-state.js';
import {PLAIN, type Frame, type Point} from '../../src/elements/plane-data/frame.js';
import type {OwnData} from '../../src/elements/plane-data/own-data.js';
import {batchOf, placeAt} from './probe.js';

/** Half the side of the base plane, in standard deviations. */
export const BASE_EXTENT = 3.5;
/** Where nobody says where to begin: off the centre, so that something can be seen. */
const START: Point = [0.15, 0.2];

export type ExplorationHost = Omit<AnswersHost, 'questions'> & {
  manifest: () => Manifest | undefined;
  /** A user action changed the state. */
  told: () => void;
  /** Shows the flow of that data set, or the one that the page asks for. */
  open: (data: DensityName | undefined) => void;
};

/** Where the reader is in both spaces, and what they have chosen. */
export class Exploration {
  readonly answers: FlowAnswers;
  readonly onData = new PlaneDrag(1, (at) => this.move(this.#scaled(at, this.extent)));
  readonly onBase = new PlaneDrag(1, (at) => void this.moveBase(this.#scaled(at, BASE_EXTENT)));
  x: Point = [0, 0];
  /** Couplings that are applied on the right; undefined is all of them. */
  stage: number | undefined;
  data: DensityName | undefined;
  samples = 0;
  temperature = 1;
  drawing: Drawing = 'heat';
  subject: Subject = 'model';
  isSheetShown = true;
  arePointsShown = true;
  panel: PanelName | undefined;
  frame: Frame = PLAIN;
  /** What the reader's own axes are called. */
  columns: OwnData['columns'];
  /** Points of the reader's own, in the plane. */
  own: Batch | undefined;
  readonly #host: ExplorationHost;
  #seed = 0;
  #wanted: Point | undefined;
  #stopGlide: () => void = () => undefined;

  constructor(host: ExplorationHost) {
    this.#host = host;
    this.answers = new FlowAnswers({
      ...host,
      questions: () => {
        const {x, extent, samples, temperature, own} = this;
        return {x, extent, samples, temperature, own, seed: this.#seed};
      },
    });
  }

  /** Half the side of the data plane. */
  get extent(): number {
    const [low = -4, high = 4] = this.#host.manifest()?.data.range ?? [];
    return Math.max(-low, high);
  }

  get couplings(): number {
    return this.#host.manifest()?.flow?.layers.length ?? 0;
  }

  /** A point of data space as the first coupling finds it. */
  standardise([x, y]: Point): Point {
    const {mean = [0, 0], std = [1, 1]} = this.#host.manifest()?.flow?.standardise ?? {};
    return [(x - mean[0]!) / std[0]!, (y - mean[1]!) / std[1]!];
  }

  /** Area in data space of a unit square of standardised data. */
  get standardArea(): number {
    return (this.#host.manifest()?.flow?.standardise.std ?? []).reduce((area, std) => area * std, 1);
  }

  /** Couplings that are applied on the right. */
  get applied(): number {
    return Math.min(this.stage ?? Infinity, this.couplings);
  }

  /** Where the point is on the right, undefined until it is known. */
  get beside(): Point | undefined {
    const {probe} = this.answers;
    return probe && placeAt(probe, this.applied);
  }

  get state(): FlowDensityState {
    const round = (value: number) => Math.round(value * 1000) / 1000;
    const {x, data, stage, samples, temperature, drawing, subject, panel} = this;
    return {
      x: [round(x[0]), round(x[1])],
      ...(data && {data}),
      ...(stage !== undefined && {layer: round(stage)}),
      samples,
      ...(temperature !== 1 && {temperature: round(temperature)}),
      ...(drawing !== 'heat' && {drawing}),
      ...(subject !== 'model' && {subject}),
      ...(!this.isSheetShown && {sheet: false}),
      ...(!this.arePointsShown && {points: false}),
      ...(panel && {panel}),
    };
  }

  begin(seed: number, state: Record<string, unknown> | undefined): void {
    const wanted = state && readState(state);
    this.stop();
    this.#seed = seed;
    this.#wanted = wanted?.x;
    this.x = this.#kept(wanted?.x ?? this.#start);
    this.stage = wanted?.layer;
    this.samples = wanted?.samples ?? 0;
    this.temperature = wanted?.temperature ?? 1;
    this.drawing = wanted?.drawing ?? 'heat';
    this.subject = wanted?.subject ?? 'model';
    this.isSheetShown = wanted?.sheet !== false;
    this.arePointsShown = wanted?.points !== false;
    this.panel = wanted?.panel;
    if (wanted?.data !== this.data) this.choose(wanted?.data);
    void this.answers.ask('probe', 'drawn');
    this.#host.repaint();
  }

  /** Shows the flow of another data set. */
  choose(data: DensityName | undefined): void {
    this.data = data;
    this.#host.open(data);
  }

  async showFirst(session: Session<'flow'>): Promise<void> {
    this.frame = PLAIN;
    this.columns = undefined;
    this.own = undefined;
    if (!this.#wanted) this.x = this.#start;
    this.x = this.#kept(this.x);
    await this.answers.showFirst(session);
  }

  afterFirst(): void {
    void this.answers.ask('field', 'sheet', 'points', 'drawn');
  }

  /** Lays other points over the planes: the reader's own, or those of the data again. */
  take(own: OwnData | undefined): void {
    this.own = own && {data: own.points, shape: [own.points.length / 2, 2]};
    this.frame = own?.frame ?? PLAIN;
    this.columns = own?.columns;
    // A few of many are shown.
    void this.answers.ask('points');
  }

  /** Whether something is shown that comes with the code behind the panels. */
  get needsLate(): boolean {
    return this.panel !== undefined || this.drawing !== 'heat' || this.subject !== 'model';
  }

  /** That code did not come. */
  withoutLate(): void {
    this.panel = undefined;
    this.drawing = 'heat';
    this.subject = 'model';
  }

  stop(): void {
    this.#stopGlide();
  }

  move(x: Point): void {
    this.stop();
    this.#goTo(x);
    this.#host.told();
  }

  /** The point with these coordinates in base space. */
  async moveBase(z: Point): Promise<void> {
    this.stop();
    const session = this.#host.session();
    if (!session) return;
    try {
      const {x} = await session.ops.inverse({z: batchOf(z)}, {channel: 'base'});
      this.#goTo([x.data[0]!, x.data[1]!]);
      this.#host.told();
    } catch (error) {
      this.answers.failed(session, error, 'probe');
    }
  }

  /** Applies so many couplings on the right. */
  apply(stage: number): void {
    this.stop();
    this.#stageAt(stage);
    this.#host.told();
  }

  /** Plays the way from the data to the base. */
  unfold(): void {
    this.stop();
    const all = this.couplings;
    // Each coupling as long as a glide.
    const from = (k: number): void => {
      if (k >= all) return this.#host.told();
      this.#stopGlide = glide([k], [k + 1], ([at], last) => {
        this.#stageAt(at!);
        if (last) from(k + 1);
      });
    };
    this.#stageAt(0);
    from(0);
  }

  sample(): void {
    this.samples++;
    void this.answers.ask('drawn');
    this.#host.told();
  }

  clear(): void {
    this.samples = 0;
    void this.answers.ask('drawn');
    this.#host.told();
  }

  setTemperature(temperature: number): void {
    this.temperature = temperature;
    if (this.samples === 0) this.samples = 1;
    void this.answers.ask('drawn');
    this.#host.told();
  }

  /** log p per unit area of the reader's own data. */
  logDensity(logProb: number): number {
    return logProb + this.frame.logArea;
  }

  /** Points of the plane as the reader's own data have them. */
  inOwnUnits({data, shape}: Batch): Batch {
    const own = new Float32Array(data.length);
    for (let i = 0; i < data.length; i += 2) own.set(this.frame.toOwn([data[i]!, data[i + 1]!]), i);
    return {data: own, shape};
  }

  #stageAt(stage: number): void {
    this.stage = stage >= this.couplings ? undefined : Math.max(0, stage);
    this.#host.repaint();
  }

  #goTo(x: Point): void {
    this.x = this.#kept(x);
    void this.answers.ask('probe');
    this.#host.changed();
  }

  #scaled([x, y]: Point, extent: number): Point {
    return [x * extent, y * extent];
  }

  get #start(): Point {
    return [START[0] * this.extent, START[1] * this.extent];
  }

  #kept([x, y]: Point): Point {
    const {extent} = this;
    const inside = (value: number) => Math.min(extent, Math.max(-extent, value));
    return [inside(x), inside(y)];
  }
}
