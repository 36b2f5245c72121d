import type {Session} from '../../src/client/session.js';
import {glide} from '../../src/elements/controls/glide.js';
import {PlaneDrag, type Point} from '../../src/elements/controls/plane-drag.js';
import type {Batch} from '../../src/format/graph.js';
import type {Manifest} from '../../src/format/manifest.js';
import type {AfterFirstView} from './after-first-view.js';
import {FLAT, type Chart} from './chart.js';
import {DecodedImage} from './decoded-image.js';
import {Encoding, OWN} from './encoding.js';
import {checkSize, readState, type LatentExplorerState, type PanelName, type Walk, type WantedState} from './explorer-state.js';
import type {LatentSpace} from './latent-space.js';
import type {Words} from './locales/words.js';
import type {Vote} from './neighbours.js';
import {PriorDraws} from './prior-draws.js';
import {describe} from './readout.js';
import type {StillPlane, StillPlaneHost} from './still-plane.js';

/** Half the plane's side, in standard deviations of the prior: 99.5 of 100 draws are inside. */
export const EXTENT = 3;

/** What the element gives: its session and canvases, and where to say what happened. */
export type ExplorationHost = Pick<StillPlaneHost, 'canvas' | 'probe' | 'theme' | 'changed' | 'ground'> & {
  session: () => Session<'vae'> | undefined;
  /** What is known of the model, even before it is fetched. */
  manifest: () => Manifest | undefined;
  visible: () => boolean;
  words: () => Words;
  shows: (panel: string) => boolean;
  image: () => HTMLCanvasElement;
  thumbnails: () => Iterable<HTMLCanvasElement>;
  /** A user action changed the state. */
  told: () => void;
  report: (error: unknown, retry: () => void, kind: string) => void;
  mended: (kind: string) => void;
};

/** The seed of all draws, and whether somebody asked for it by name. */
export type Seed = {value: number; explicit: boolean};

/** Where the reader is in latent space, and everything that moves the point or follows it. */
export class Exploration {
  readonly extent = EXTENT;
  readonly drag = new PlaneDrag(EXTENT, (point) => this.move(this.chart.toLatent(point, this.z)));
  readonly encoding: Encoding;
  z: readonly number[] = [0, 0];
  chart: Chart = FLAT;
  /** Directions, once the model is known to need them. */
  space: LatentSpace | undefined;
  /** What the reader has opened and set behind More; kept here so that it outlives a panel that is not there yet. */
  panel: PanelName | undefined;
  walk: Walk | undefined;
  shade = false;
  seed = 0;
  /** Milliseconds of a run. */
  cost: number | undefined;
  readonly host: ExplorationHost;
  readonly #decoded: DecodedImage;
  #draws = new PriorDraws(0, 2, EXTENT);
  /** What was asked for last, and whether a model has heard of it. */
  #asked: {seed: Seed; wanted: WantedState | undefined} | undefined;
  #axes: [string, string] | undefined;
  /** Whether z is more than a stand-in, and whether the model had its say in it. */
  #placed = false;
  #known = false;
  #source = '';
  #stale = false;
  /** The session whose first output is on the screen, and what follows it. */
  #shown: Session<'vae'> | undefined;
  #later: AfterFirstView | undefined;
  #stopGlide: () => void = () => undefined;

  constructor(host: ExplorationHost) {
    this.host = host;
    this.#decoded = new DecodedImage(host.image, (cost) => {
      this.cost = cost;
      host.changed();
    });
    this.encoding = new Encoding({
      ...host,
      seed: () => this.seed,
      found: (z) => this.glideTo(z),
      encoded: () => host.mended('encode'),
      failed: (error, retry) => host.report(error, retry, 'encode'),
    });
  }

  /** Where the ring is: on the plane, at its edge where z is beyond. */
  get point(): Point {
    return this.drag.clamp(this.chart.toPlane(this.z));
  }

  /** Tiles, points and names, once they may be there. */
  get still(): StillPlane | undefined {
    return this.#later?.still;
  }

  get vote(): Vote | undefined {
    return this.still?.vote(this.z);
  }

  get state(): LatentExplorerState {
    const {encoding, chart, panel, walk, shade} = this;
    const round = (value: number) => Math.round(value * 1000) / 1000;
    const {picked = OWN} = encoding;
    const axes = chart === FLAT ? this.#axes : ([...chart.axes] as [string, string]);
    return {
      z: this.#placed ? this.z.map(round) : [],
      samples: this.#draws.count,
      // A picture of the reader's own stays with the reader.
      ...(picked !== OWN && {encoded: picked, ...(encoding.again > 0 && {again: encoding.again})}),
      ...(axes && {plane: axes}),
      ...(panel && {panel}),
      ...(walk && {walk: {...walk, a: walk.a.map(round), b: walk.b.map(round), at: round(walk.at)}}),
      ...(shade && {shade}),
    };
  }

  begin(seed: Seed, state: Record<string, unknown> | undefined): void {
    const wanted = state && readState(state);
    const manifest = this.host.manifest();
    this.#place(seed, wanted, manifest);
    this.stop();
    this.#asked = {seed, wanted};
    this.seed = seed.value;
    this.panel = wanted?.panel;
    this.walk = wanted?.walk;
    this.shade = wanted?.shade ?? false;
    this.encoding.mark(wanted?.encoded, wanted?.encoded !== undefined && !wanted.z, wanted?.again);
    this.still?.repaint();
    this.decode();
  }

  /** @param source names the model: another one's points, tiles and pictures are forgotten. */
  async showFirst(session: Session<'vae'>, source: string): Promise<void> {
    const {manifest} = session;
    if (source !== this.#source) {
      // What was asked for before another model came does not hold for that one.
      const {seed, wanted} = this.#asked ?? {seed: {value: this.seed, explicit: false}, wanted: undefined};
      this.#source = source;
      this.chart = FLAT;
      this.space = undefined;
      if (!this.#asked) this.walk = undefined;
      if (!this.#asked || !this.#known) this.#place(seed, wanted, manifest);
      this.still?.clear();
      this.encoding.clear();
    }
    this.#asked = undefined;
    const space = manifest.latent!.size > 2 ? this.openSpace(session) : undefined;
    await this.#decoded.show(session, this.z, 'first');
    await space;
  }

  afterFirst(session: Session<'vae'>): void {
    // Once more: for the point that moved meanwhile, and for the cost of a net that has warmed up.
    this.decode();
    this.#shown = session;
    void this.fill();
  }

  /** Directions are code that a latent space of two dimensions does without until it is asked for them. */
  async openSpace(session: Session<'vae'>): Promise<LatentSpace> {
    const {LatentSpace} = await import('./late.js');
    if (session !== this.host.session() || this.space) return this.space ?? new LatentSpace(session.manifest);
    this.space = new LatentSpace(session.manifest);
    this.space.learn(this.still?.points);
    if (this.space.size > 2) this.turn(this.#axes ?? this.space.usual);
    return this.space;
  }

  /** Lays the plane along two directions, through the same z. */
  turn(axes: [string, string]): void {
    this.#axes = axes;
    if (!this.space) return;
    this.chart = this.space.chart(axes);
    this.still?.follow();
    this.host.changed();
  }

  /** In view again. */
  resume(): void {
    if (this.#stale) this.decode();
    void this.fill();
  }

  /** What may come after the first output: goes on where it was left. */
  async fill(): Promise<void> {
    const session = this.host.session();
    if (!session || session !== this.#shown) return;
    try {
      const {AfterFirstView} = await import('./after-first-view.js');
      this.#later ??= new AfterFirstView(this);
      await this.#later.fill(session);
    } catch (error) {
      if (session === this.host.session()) this.host.report(error, () => void this.fill(), 'extras');
    }
  }

  /** Whether something is shown that comes with the code behind More. */
  get needsLate(): boolean {
    return this.panel !== undefined || this.shade || this.encoding.posterior !== undefined || this.space !== undefined;
  }

  /** What moves by itself stands still. */
  stop(): void {
    this.#stopGlide();
  }

  /** Something begins to move by itself; `stop` is how to stop it. */
  animate(stop: () => void): void {
    this.stop();
    this.#stopGlide = stop;
  }

  move(z: readonly number[]): void {
    this.stop();
    this.goTo(z);
    this.host.told();
  }

  /** A step of something that moves by itself. */
  goTo(z: readonly number[]): void {
    this.z = this.#kept(z);
    this.still?.follow();
    this.decode();
  }

  glideTo(z: readonly number[]): void {
    this.stop();
    this.#stopGlide = glide(this.z, this.#kept(z), (at, last) => {
      this.goTo(at);
      if (last) this.host.told();
    });
  }

  sample(): void {
    this.encoding.mark(undefined);
    this.glideTo(this.#draws.next());
  }

  pick(index: number): void {
    if (this.encoding.picked === index) this.encoding.mark(undefined);
    else void this.encoding.pick(index);
    this.host.told();
  }

  /** Encodes a picture of the reader's own and goes there; gives what the decoder makes of its posterior mean. */
  async encodeOwn(x: Batch): Promise<Batch | undefined> {
    const session = this.host.session();
    const posterior = await this.encoding.pickOwn(x);
    if (!session || !posterior) return undefined;
    this.host.told();
    const {mean} = posterior;
    return (await session.ops.decode({z: {data: Float32Array.from(mean), shape: [1, mean.length]}}, {channel: 'own'})).x;
  }

  /** Asks for the picture at z; only the latest request matters. Out of sight it waits. */
  decode(): void {
    this.host.changed();
    const session = this.host.session();
    this.#stale = !session || !this.host.visible();
    if (!session || this.#stale) return;
    this.#decoded.show(session, this.z, 'pointer').then(
      () => this.host.mended('decode'),
      (error: unknown) => {
        if (session === this.host.session()) this.host.report(error, () => this.decode(), 'decode');
      },
    );
  }

  nameOf(label: number): string {
    return this.host.words().label(this.host.session()?.manifest.data.labels?.[label] ?? String(label));
  }

  /** What the reader sees, in words. */
  sentence(): string {
    if (!this.host.session()) return '';
    return describe(this.host.words(), this.z, this.vote, (label) => this.nameOf(label));
  }

  /** Where a latent space is the plane, nothing is beyond its edge. */
  #kept(z: readonly number[]): readonly number[] {
    return z.length === 2 ? this.drag.clamp([z[0]!, z[1]!]) : z;
  }

  /** Takes a state, as far as it is known where the model's latents begin; throws where it does not fit the model, and then changes nothing. */
  #place({value, explicit}: Seed, wanted: WantedState | undefined, manifest: Manifest | undefined): void {
    const {size = 2, start} = manifest?.latent ?? {};
    if (wanted && manifest) checkSize(wanted, size);
    const axes = wanted?.plane;
    const chart = this.space?.chart(axes ?? this.space.usual);
    this.#known = manifest !== undefined;
    this.#placed = this.#known || wanted?.z !== undefined;
    this.#axes = axes;
    this.chart = chart ?? FLAT;
    this.#draws = new PriorDraws(value, size, EXTENT);
    this.#draws.skipTo(wanted?.samples ?? 0);
    const given = explicit ? undefined : start;
    this.z = this.#kept(wanted?.z ?? given ?? this.#draws.start);
    this.still?.follow();
  }
}
