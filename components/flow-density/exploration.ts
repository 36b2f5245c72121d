import type {Session} from '../../src/client/session.js';
import {Random} from '../../src/data/random.js';
import type {DensityName} from '../../src/data/density-names.js';
import {glide} from '../../src/elements/controls/glide.js';
import {PlaneDrag} from '../../src/elements/controls/plane-drag.js';
import type {Batch} from '../../src/format/graph.js';
import type {Manifest} from '../../src/format/manifest.js';
import {readState, type Drawing, type FlowDensityState, type PanelName, type Subject} from './flow-state.js';
import {PLAIN, type Frame, type Point} from './frame.js';
import type {OwnData} from './own-data.js';
import {batchOf, placeAt, probe, type Probe} from './probe.js';
import {sheetCorners} from './sheet.js';
import type {Passage} from './stage.js';

/** Half the side of the base plane, in standard deviations. */
export const BASE_EXTENT = 3.5;
/** Cells along a side of the first picture, at rest, and while the flow is trained. */
const FIRST = 128;
const FINE = 256;
const QUICK = 96;
/** Points of the data, and drawn at once. */
const POINTS = 400;
const DRAWN = 200;
/** Where nobody says where to begin: off the centre, so that something can be seen. */
const START: Point = [0.15, 0.2];

/** Log densities on the plane, [size, size], from the largest y down. */
export type Field = {logProb: Float32Array; size: number};
/** Points in data space, and how they pass. */
export type Cloud = {x: Float32Array; passage: Passage};

export type ExplorationHost = {
  session: () => Session<'flow'> | undefined;
  manifest: () => Manifest | undefined;
  visible: () => boolean;
  /** The planes are to be painted again; something else is to be shown. */
  repaint: () => void;
  changed: () => void;
  /** A user action changed the state. */
  told: () => void;
  report: (error: unknown, retry: () => void, kind: string) => void;
  mended: (kind: string) => void;
  /** Shows the flow of that data set, or the one that the page asks for. */
  open: (data: DensityName | undefined) => void;
  /** Code that comes behind the first picture. */
  pointsOf: (data: string, count: number, random: Random) => Promise<Float32Array | undefined>;
};

type Kind = 'field' | 'sheet' | 'points' | 'drawn' | 'probe';

/** Where the reader is in both spaces, and everything that is asked of the flow for it. */
export class Exploration {
  readonly onData = new PlaneDrag(1, (at) => this.move(this.#scaled(at, this.extent)));
  readonly onBase = new PlaneDrag(1, (at) => void this.moveBase(this.#scaled(at, BASE_EXTENT)));
  x: Point = [0, 0];
  probe: Probe | undefined;
  field: Field | undefined;
  sheet: Cloud | undefined;
  points: Cloud | undefined;
  drawn: Cloud | undefined;
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
  /** Milliseconds of the last density grid. */
  cost: number | undefined;
  /** The flow changes from step to step: quick pictures follow it. */
  isTraining = false;
  readonly #host: ExplorationHost;
  #seed = 0;
  #wanted: Point | undefined;
  #stale = new Set<Kind>();
  #stopGlide: () => void = () => undefined;

  constructor(host: ExplorationHost) {
    this.#host = host;
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
    return this.probe && placeAt(this.probe, this.applied);
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
    void this.#ask('probe', 'drawn');
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
    this.own = this.points = this.drawn = this.sheet = undefined;
    if (!this.#wanted) this.x = this.#start;
    this.x = this.#kept(this.x);
    this.probe = await probe(session, this.x);
    await this.#grid(session, FIRST);
  }

  afterFirst(): void {
    void this.#ask('field', 'sheet', 'points', 'drawn');
  }

  /** In view again. */
  resume(): void {
    const kinds = [...this.#stale];
    this.#stale.clear();
    void this.#ask(...kinds);
  }

  /** The flow has other weights, or other points to lie over. */
  refresh(...kinds: Kind[]): Promise<void> {
    return this.#ask(...(kinds.length > 0 ? kinds : (['field', 'sheet', 'points', 'drawn', 'probe'] as const)));
  }

  /** Lays other points over the planes: the reader's own, or those of the data again. */
  take(own: OwnData | undefined): void {
    this.own = own && {data: own.points, shape: [own.points.length / 2, 2]};
    this.frame = own?.frame ?? PLAIN;
    this.columns = own?.columns;
    // A few of many are shown.
    void this.#ask('points');
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
      this.#failed(session, error, 'probe');
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
    void this.#ask('drawn');
    this.#host.told();
  }

  clear(): void {
    this.samples = 0;
    this.drawn = undefined;
    this.#host.repaint();
    this.#host.told();
  }

  heat(temperature: number): void {
    this.temperature = temperature;
    if (this.samples === 0) this.samples = 1;
    void this.#ask('drawn');
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
    void this.#ask('probe');
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

  async #ask(...kinds: Kind[]): Promise<void> {
    const session = this.#host.session();
    if (!session || !this.#host.visible()) return kinds.forEach((kind) => this.#stale.add(kind));
    // Pictures of a flow that changes are shown when all parts of them are there: one frame instead of four.
    const together = this.isTraining && kinds.length > 1;
    const show = (kind: Kind): void => (kind === 'probe' ? this.#host.changed() : this.#host.repaint());
    await Promise.all(
      kinds.map(async (kind) => {
        try {
          await this.#work(kind, session);
          this.#host.mended(kind);
          if (!together) show(kind);
        } catch (error) {
          this.#failed(session, error, kind);
        }
      }),
    );
    if (together) show('field');
  }

  #failed(session: Session<'flow'>, error: unknown, kind: Kind): void {
    if (session === this.#host.session()) this.#host.report(error, () => void this.#ask(kind), kind);
  }

  async #work(kind: Kind, session: Session<'flow'>): Promise<void> {
    const {ops} = session;
    const isWanted = () => session === this.#host.session();
    switch (kind) {
      case 'probe': {
        const found = await probe(session, this.x, kind);
        if (isWanted()) this.probe = found;
        return;
      }
      case 'field':
        // Plain loops would take seconds for a fine one.
        return this.#grid(session, this.isTraining ? QUICK : session.stats.backend === 'reference' ? FIRST : FINE);
      case 'sheet': {
        const answer = await ops.inverse({z: sheetCorners(), layers: true}, {channel: kind});
        if (isWanted()) this.sheet = cloudOf(answer.x, answer);
        return;
      }
      case 'points': {
        const x = some(this.own) ?? (await this.#dataPoints(session));
        const answer = x && (await ops.forward({x, layers: true}, {channel: kind}));
        if (isWanted()) this.points = answer && cloudOf(x, answer);
        return;
      }
      case 'drawn': {
        const count = this.samples * DRAWN;
        const args = {count, seed: this.#seed, temperature: this.temperature, layers: true};
        const answer = count > 0 ? await ops.sample(args, {channel: kind}) : undefined;
        if (isWanted()) this.drawn = answer && cloudOf(answer.x, answer);
      }
    }
  }

  async #grid(session: Session<'flow'>, size: number): Promise<void> {
    const {extent} = this;
    const {logProb, stats} = await session.ops.grid({box: [-extent, -extent, extent, extent], size: [size, size]}, {channel: 'field'});
    if (session !== this.#host.session()) return;
    this.field = {logProb: logProb.data, size};
    this.cost = stats.milliseconds;
  }

  /** Points of the data set; of the flow itself where nobody knows it. */
  async #dataPoints(session: Session<'flow'>): Promise<Batch | undefined> {
    const data = await this.#host.pointsOf(session.manifest.data.name, POINTS, new Random(this.#seed));
    return data && {data, shape: [POINTS, 2]};
  }
}

/** As many as are shown, from all over. */
function some(points: Batch | undefined): Batch | undefined {
  const count = points?.shape[0] ?? 0;
  if (!points || count <= POINTS) return points;
  const data = Float32Array.from({length: 2 * POINTS}, (_, i) => points.data[2 * Math.floor(((i >> 1) * count) / POINTS) + (i % 2)]!);
  return {data, shape: [POINTS, 2]};
}

function cloudOf(x: Batch, {layers, layerLogDets}: {layers?: Batch; layerLogDets?: Batch}): Cloud {
  const [count, couplings] = [x.shape[0]!, layerLogDets!.shape[0]!];
  return {x: x.data, passage: {count, couplings, layers: layers!.data, logDets: layerLogDets!.data}};
}
