import type {Session} from '../../src/client/session.js';
import {placeOn} from '../../src/data/interpolate.js';
import {Random} from '../../src/data/random.js';
import type {Picture} from '../../src/elements/controls/image-canvas.js';
import {isAbort} from '../../src/elements/model-controller.js';
import type {Batch} from '../../src/format/graph.js';
import {COUNT, readState, type GanSamplerState} from './sampler-state.js';

/** Pictures of a walk, ends included. */
export const STEPS = 9;
/** How much variations differ at first. */
export const START_RADIUS = 0.4;

export type GalleryHost = {
  session: () => Session<'gan'> | undefined;
  visible: () => boolean;
  changed: () => void;
  /** A user action changed the state. */
  told: () => void;
  report: (error: unknown, retry: () => void, kind: string) => void;
  mended: (kind: string) => void;
};

type Kind = 'grid' | 'walk' | 'place' | 'score';

/** Samples of a generator: a sheet from one seed, or around one of them; one is held, and a walk may lead to another. */
export class Gallery {
  seed = 0;
  truncation: number | undefined;
  held = 0;
  other: number | undefined;
  at = 0.5;
  around: number | undefined;
  isScored = false;
  isSorted = false;
  /** All samples in sight as one batch of pictures. */
  pictures: Picture | undefined;
  /** From the held sample to the other. */
  walk: Picture | undefined;
  /** The place on the walk. */
  place: Picture | undefined;
  /** What the discriminator says of each sample in sight. */
  logits: Float32Array | undefined;
  /** Milliseconds of the last sheet. */
  cost: number | undefined;
  readonly #host: GalleryHost;
  /** Of what is in sight. */
  #latents: Float32Array | undefined;
  #stale = new Set<Kind>();

  constructor(host: GalleryHost) {
    this.#host = host;
  }

  get state(): GanSamplerState {
    const {seed, truncation, held, other, at, around, isScored, isSorted} = this;
    const round = (value: number) => Math.round(value * 1000) / 1000;
    return {
      seed,
      ...(truncation !== undefined && {truncation: round(truncation)}),
      held,
      ...(other !== undefined && {other, at: round(at)}),
      ...(around !== undefined && {around: round(around)}),
      ...(isScored && {scored: true}),
      ...(isScored && isSorted && {sorted: true}),
    };
  }

  begin(seed: number, state: Record<string, unknown> | undefined): void {
    const wanted = state ? readState(state) : {};
    this.seed = wanted.seed ?? seed;
    this.truncation = wanted.truncation;
    this.held = wanted.held ?? 0;
    this.other = wanted.other;
    this.at = wanted.at ?? 0.5;
    this.around = wanted.around;
    this.isScored = wanted.scored ?? false;
    this.isSorted = wanted.sorted ?? false;
    this.#ask('grid');
  }

  async showFirst(session: Session<'gan'>): Promise<void> {
    this.pictures = this.walk = this.place = this.logits = undefined;
    await this.#grid(session);
  }

  afterFirst(): void {
    // Once more, for what was asked meanwhile, and for the cost of a net that has warmed up.
    this.#ask('grid');
  }

  /** In view again. */
  resume(): void {
    const kinds = [...this.#stale];
    this.#stale.clear();
    this.#ask(...kinds);
  }

  /** Numbers of the samples in the order in which they stand. */
  get order(): number[] {
    const {logits} = this;
    const all = Array.from({length: COUNT}, (_, i) => i);
    return this.isSorted && logits ? all.sort((a, b) => logits[b]! - logits[a]!) : all;
  }

  /** The latent of a sample in sight. */
  latent(index: number): number[] {
    const size = (this.#latents?.length ?? 0) / COUNT;
    return [...(this.#latents ?? []).slice(index * size, (index + 1) * size)];
  }

  get size(): number {
    return (this.#latents?.length ?? 0) / COUNT;
  }

  /** Other samples. */
  page(seed: number): void {
    this.seed = seed >>> 0;
    this.held = 0;
    this.other = this.around = undefined;
    this.#ask('grid');
    this.#host.told();
  }

  truncate(truncation: number | undefined): void {
    this.truncation = truncation;
    this.#ask('grid');
    this.#host.told();
  }

  /** A press on a sample: of two the second is where a walk leads, of three the third is held. */
  press(index: number): void {
    if (this.around !== undefined && index === 0) return;
    if (this.around !== undefined || (this.other === undefined && index !== this.held)) {
      this.other = index;
      this.at = 0.5;
    } else {
      this.held = index;
      this.other = undefined;
    }
    this.#ask('walk', 'place');
    this.#host.changed();
    this.#host.told();
  }

  moveTo(at: number): void {
    this.at = at;
    this.#ask('place');
    this.#host.changed();
    this.#host.told();
  }

  /** Shows variations of the held sample, or the sheet again. */
  vary(radius: number | undefined): void {
    this.around = radius;
    this.other = undefined;
    this.#ask('grid');
    this.#host.told();
  }

  judge(isScored: boolean): void {
    this.isScored = isScored;
    if (!isScored) this.logits = undefined;
    this.#ask('score');
    this.#host.changed();
    this.#host.told();
  }

  sort(isSorted: boolean): void {
    this.isSorted = isSorted;
    this.#host.changed();
    this.#host.told();
  }

  /** Where the held sample stands among those in sight. */
  get heldAt(): number {
    return this.around === undefined ? this.held : 0;
  }

  #ask(...kinds: Kind[]): void {
    const session = this.#host.session();
    for (const kind of kinds) {
      if (!session || !this.#host.visible()) {
        this.#stale.add(kind);
        continue;
      }
      this.#work(kind, session).then(
        () => {
          this.#host.mended(kind);
          this.#host.changed();
        },
        (error: unknown) => {
          if (isAbort(error) || session !== this.#host.session()) return;
          // A discriminator that cannot be had leaves the samples as they are.
          if (kind === 'score') this.isScored = false;
          this.#host.report(error, () => (kind === 'score' ? this.judge(true) : this.#ask(kind)), kind);
        },
      );
    }
  }

  async #work(kind: Kind, session: Session<'gan'>): Promise<void> {
    if (kind === 'grid') {
      await this.#grid(session);
      this.#ask('walk', 'place', 'score');
    } else if (kind === 'score') {
      if (!this.isScored || !this.pictures) return;
      const {shape} = session.manifest.data;
      const {logit} = await session.ops.score({x: {data: this.pictures.data, shape: [COUNT, ...shape]}}, {channel: kind});
      if (session === this.#host.session()) this.logits = logit;
    } else if (this.other === undefined) {
      this.walk = this.place = undefined;
    } else {
      const [a, b] = [this.latent(this.heldAt), this.latent(this.other)];
      const places = kind === 'place' ? [this.at] : Array.from({length: STEPS}, (_, i) => i / (STEPS - 1));
      const {x} = await session.ops.generate({z: batchOf(places.map((t) => placeOn({a, b, path: 'spherical'}, t)))}, {channel: kind});
      if (session === this.#host.session()) this[kind] = pictureOf(session, x);
    }
  }

  async #grid(session: Session<'gan'>): Promise<void> {
    const {seed, truncation, around, held} = this;
    const options = {channel: 'grid'};
    const sheet = await session.ops.sample({count: COUNT, seed, ...(truncation !== undefined && {truncation})}, options);
    if (session !== this.#host.session()) return;
    let [latents, x, stats] = [sheet.z.data, sheet.x, sheet.stats];
    if (around !== undefined) {
      latents = variations(latents, held, around, seed);
      ({x, stats} = await session.ops.generate({z: {data: latents, shape: [COUNT, latents.length / COUNT]}}, options));
      if (session !== this.#host.session()) return;
    }
    this.#latents = latents;
    this.pictures = pictureOf(session, x);
    this.cost = stats.milliseconds;
  }
}

/** A held latent of a sheet, and around it others, each of its numbers changed by a normal one of that deviation. */
function variations(sheet: Float32Array, held: number, radius: number, seed: number): Float32Array<ArrayBuffer> {
  const size = sheet.length / COUNT;
  const random = Random.of(seed, held);
  return Float32Array.from({length: sheet.length}, (_, i) => sheet[held * size + (i % size)]! + (i < size ? 0 : radius * random.normal()));
}

function batchOf(latents: readonly (readonly number[])[]): Batch {
  return {data: Float32Array.from(latents.flat()), shape: [latents.length, latents[0]?.length ?? 0]};
}

function pictureOf({manifest: {data}}: Session<'gan'>, x: Batch): Picture {
  return {data: x.data, shape: data.shape, range: data.range};
}
