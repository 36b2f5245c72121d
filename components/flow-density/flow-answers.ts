import type {Session} from '../../src/client/session.js';
import {Random} from '../../src/data/random.js';
import type {Batch} from '../../src/format/graph.js';
import type {Point} from '../../src/elements/plane-data/frame.js';
import {probe, type Probe} from './probe.js';
import {sheetCorners} from './sheet.js';
import type {Passage} from './stage.js';

/** Cells along a side of the first picture, at rest, and while the flow is trained. */
const FIRST = 128;
const FINE = 256;
const QUICK = 96;
/** Points of the data, and drawn at once. */
const POINTS = 400;
const DRAWN = 200;

/** Log densities on the plane, [size, size], from the largest y down. */
export type Field = {logProb: Float32Array; size: number};
/** Points in data space, and how they pass. */
export type Cloud = {x: Float32Array; passage: Passage};

/** What the flow is asked about, as it is now. */
export type Questions = {
  x: Point;
  /** Half the side of the data plane. */
  extent: number;
  seed: number;
  samples: number;
  temperature: number;
  /** Points of the reader's own. */
  own: Batch | undefined;
};

export type AnswersHost = {
  session: () => Session<'flow'> | undefined;
  visible: () => boolean;
  questions: () => Questions;
  /** The planes are to be painted again; something else is to be shown. */
  repaint: () => void;
  changed: () => void;
  report: (error: unknown, retry: () => void, kind: string) => void;
  mended: (kind: string) => void;
  /** Points of a data set, by code that comes behind the first picture; undefined for one that nobody knows. */
  pointsOf: (data: string, count: number, random: Random) => Promise<Float32Array | undefined>;
};

const KINDS = ['field', 'sheet', 'points', 'drawn', 'probe'] as const;
type Kind = (typeof KINDS)[number];

/** What the flow has answered: of each kind the latest. Out of sight it is asked nothing. */
export class FlowAnswers {
  probe: Probe | undefined;
  field: Field | undefined;
  sheet: Cloud | undefined;
  points: Cloud | undefined;
  drawn: Cloud | undefined;
  /** Milliseconds of the last density grid. */
  cost: number | undefined;
  /** The flow changes from step to step: quick pictures follow it. */
  isTraining = false;
  readonly #host: AnswersHost;
  readonly #stale = new Set<Kind>();

  constructor(host: AnswersHost) {
    this.#host = host;
  }

  /** The first picture of another flow. */
  async showFirst(session: Session<'flow'>): Promise<void> {
    this.points = this.drawn = this.sheet = undefined;
    this.probe = await probe(session, this.#host.questions().x);
    await this.#grid(session, FIRST);
  }

  /** In view again. */
  resume(): void {
    const kinds = [...this.#stale];
    this.#stale.clear();
    void this.ask(...kinds);
  }

  /** The flow has other weights. */
  refresh(): Promise<void> {
    return this.ask(...KINDS);
  }

  async ask(...kinds: Kind[]): Promise<void> {
    const session = this.#host.session();
    if (!session || !this.#host.visible()) return kinds.forEach((kind) => this.#stale.add(kind));
    // Pictures of a flow that changes are shown when all parts of them are there: one frame instead of four.
    const together = this.isTraining && kinds.length > 1;
    await Promise.all(
      kinds.map(async (kind) => {
        try {
          await this.#answer(kind, session);
          this.#host.mended(kind);
          if (together) return;
          if (kind === 'probe') this.#host.changed();
          else this.#host.repaint();
        } catch (error) {
          this.failed(session, error, kind);
        }
      }),
    );
    if (together) this.#host.repaint();
  }

  failed(session: Session<'flow'>, error: unknown, kind: Kind): void {
    if (session === this.#host.session()) this.#host.report(error, () => void this.ask(kind), kind);
  }

  async #answer(kind: Kind, session: Session<'flow'>): Promise<void> {
    const {ops} = session;
    const isWanted = () => session === this.#host.session();
    const {x, own, seed, samples, temperature} = this.#host.questions();
    switch (kind) {
      case 'probe': {
        const found = await probe(session, x, kind);
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
        const points = some(own) ?? (await this.#dataPoints(session, seed));
        const answer = points && (await ops.forward({x: points, layers: true}, {channel: kind}));
        if (isWanted()) this.points = answer && cloudOf(points, answer);
        return;
      }
      case 'drawn': {
        const count = samples * DRAWN;
        const answer = count > 0 ? await ops.sample({count, seed, temperature, layers: true}, {channel: kind}) : undefined;
        if (isWanted()) this.drawn = answer && cloudOf(answer.x, answer);
      }
    }
  }

  async #grid(session: Session<'flow'>, size: number): Promise<void> {
    const {extent} = this.#host.questions();
    const {logProb, stats} = await session.ops.grid({box: [-extent, -extent, extent, extent], size: [size, size]}, {channel: 'field'});
    if (session !== this.#host.session()) return;
    this.field = {logProb: logProb.data, size};
    this.cost = stats.milliseconds;
  }

  async #dataPoints({manifest}: Session<'flow'>, seed: number): Promise<Batch | undefined> {
    const data = await this.#host.pointsOf(manifest.data.name, POINTS, new Random(seed));
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
