import type {Session} from '../../src/client/session.js';
import {Random} from '../../src/data/random.js';
import type {Picture} from '../../src/elements/controls/image-canvas.js';
import {isAbort} from '../../src/elements/model-controller.js';
import type {Batch} from '../../src/format/graph.js';
import {between, codeOf, codeShape, inputsOf, near, type Code, type CodeShape} from './code.js';
import {COUNT, readState, type GanSamplerState, type PanelName} from './sampler-state.js';

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

/** The second word of the generator that draws classes: latents have the seed alone. */
const CLASSES = 1;

/** Samples of a generator: a sheet from one seed, or around one of them; one is held, and a walk may lead to another. */
export class Gallery {
  seed = 0;
  label: number | undefined;
  /** A sample that no seed gave, in place of the first. */
  own: Code | undefined;
  truncation: number | undefined;
  held = 0;
  other: number | undefined;
  at = 0.5;
  around: number | undefined;
  isScored = false;
  isSorted = false;
  panel: PanelName | undefined;
  /** Samples in sight of which a − b + c is made, and which of the three is chosen next. */
  terms = [0, 1, 2];
  term = 0;
  /** All samples in sight as one batch of pictures. */
  pictures: Picture | undefined;
  /** From the held sample to the other. */
  walk: Picture | undefined;
  /** The place on the walk. */
  place: Picture | undefined;
  /** What the discriminator says of each sample in sight. */
  logits: Float32Array | undefined;
  /** Numbers of a latent. */
  size = 0;
  /** Milliseconds of the last sheet. */
  cost: number | undefined;
  readonly #host: GalleryHost;
  /** Of what is in sight. */
  #codes: Code[] = [];
  #stale = new Set<Kind>();

  constructor(host: GalleryHost) {
    this.#host = host;
  }

  get state(): GanSamplerState {
    const {seed, label, own, truncation, held, other, at, around, isScored, isSorted, panel, terms} = this;
    const round = (value: number) => Math.round(value * 1000) / 1000;
    return {
      seed,
      ...(label !== undefined && {label}),
      ...(own && {own: own.map(round)}),
      ...(truncation !== undefined && {truncation: round(truncation)}),
      held,
      ...(other !== undefined && {other, at: round(at)}),
      ...(around !== undefined && {around: round(around)}),
      ...(isScored && {scored: true}),
      ...(isScored && isSorted && {sorted: true}),
      ...(panel && {panel}),
      ...(panel === 'arithmetic' && {terms: [...terms]}),
    };
  }

  begin(seed: number, state: Record<string, unknown> | undefined): void {
    const wanted = state ? readState(state) : {};
    this.seed = wanted.seed ?? seed;
    this.label = wanted.label;
    this.own = wanted.own;
    this.truncation = wanted.truncation;
    this.held = wanted.held ?? 0;
    this.other = wanted.other;
    this.at = wanted.at ?? 0.5;
    this.around = wanted.around;
    this.isScored = wanted.scored ?? false;
    this.isSorted = wanted.sorted ?? false;
    this.panel = wanted.panel;
    this.terms = wanted.terms ?? [0, 1, 2];
    this.term = 0;
    this.#ask('grid');
  }

  async showFirst(session: Session<'gan'>): Promise<void> {
    const {latent, classes} = codeShape(session.manifest);
    // Of another model, which may come with the state of the last one.
    if (this.own?.length !== latent + classes) this.own = undefined;
    if (this.label !== undefined && this.label >= classes) this.label = undefined;
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

  /** Of a sample in sight. */
  code(index: number): Code {
    return this.#codes[index] ?? [];
  }

  /** Class that a sample in sight was asked for, where the model is conditional. */
  classOf(index: number): number {
    return this.code(index).indexOf(1, this.size) - this.size;
  }

  /** The picture that is held, or the place on a walk. */
  get shown(): {picture: Picture; at: number} | undefined {
    const {place, pictures, other, heldAt} = this;
    if (other !== undefined && place) return {picture: place, at: 0};
    return pictures && {picture: pictures, at: heldAt};
  }

  /** Classes of a sheet: the one that was chosen, or any. */
  labels(count: number, seed: number, {classes}: CodeShape): number[] | undefined {
    if (classes === 0) return undefined;
    const random = Random.of(seed, CLASSES);
    return Array.from({length: count}, () => this.label ?? random.integer(classes));
  }

  /** Other samples. */
  page(seed: number): void {
    this.seed = seed >>> 0;
    this.held = 0;
    this.own = this.other = this.around = undefined;
    this.#ask('grid');
    this.#host.told();
  }

  /** Samples of one class, or of any. */
  choose(label: number | undefined): void {
    this.label = label;
    this.own = this.around = undefined;
    this.#ask('grid');
    this.#host.told();
  }

  /** Holds a sample that no seed gave: it takes the place of the first. */
  hold(own: Code): void {
    this.own = own;
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
    if (this.panel === 'arithmetic') return this.#choose(index);
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

  /** A press on a sample, while a − b + c is made: a, b and c in turn. */
  #choose(index: number): void {
    this.terms = this.terms.map((one, i) => (i === this.term ? index : one));
    this.term = (this.term + 1) % 3;
    this.#host.changed();
    this.#host.told();
  }

  open(panel: PanelName | undefined): void {
    this.panel = panel;
    this.term = 0;
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
    const shape = codeShape(session.manifest);
    if (kind === 'grid') {
      await this.#grid(session);
      this.#ask('walk', 'place', 'score');
    } else if (kind === 'score') {
      if (!this.isScored || !this.pictures) return;
      const x = {data: this.pictures.data, shape: [COUNT, ...session.manifest.data.shape]};
      const {labels} = inputsOf(this.#codes, shape);
      const {logit} = await session.ops.score({x, ...(labels && {labels})}, {channel: kind});
      if (session === this.#host.session()) this.logits = logit;
    } else if (this.other === undefined) {
      this.walk = this.place = undefined;
    } else {
      const [a, b] = [this.code(this.heldAt), this.code(this.other)];
      const places = kind === 'place' ? [this.at] : Array.from({length: STEPS}, (_, i) => i / (STEPS - 1));
      const codes = places.map((t) => between(a, b, t, shape));
      const {x} = await session.ops.generate(inputsOf(codes, shape), {channel: kind});
      if (session === this.#host.session()) this[kind] = pictureOf(session, x);
    }
  }

  async #grid(session: Session<'gan'>): Promise<void> {
    const {seed, truncation, around, held, own} = this;
    const shape = codeShape(session.manifest);
    const options = {channel: 'grid'};
    const labels = this.labels(COUNT, seed, shape);
    const wanted = {count: COUNT, seed, ...(truncation !== undefined && {truncation}), ...(labels && {labels})};
    const sheet = await session.ops.sample(wanted, options);
    if (session !== this.#host.session()) return;
    let {x, stats} = sheet;
    let codes = Array.from({length: COUNT}, (_, i) => {
      const z = sheet.z.data.subarray(i * shape.latent, (i + 1) * shape.latent);
      return i === 0 && own ? own : codeOf(z, labels?.[i], shape);
    });
    if (around !== undefined) {
      const random = Random.of(seed, held);
      codes = codes.map((_, i) => (i === 0 ? codes[held]! : near(codes[held]!, around, random, shape)));
    }
    if (own || around !== undefined) {
      ({x, stats} = await session.ops.generate(inputsOf(codes, shape), options));
      if (session !== this.#host.session()) return;
    }
    this.#codes = codes;
    this.size = shape.latent;
    this.pictures = pictureOf(session, x);
    this.cost = stats.milliseconds;
  }
}

export function pictureOf({manifest: {data}}: Session<'gan'>, x: Batch): Picture {
  return {data: x.data, shape: data.shape, range: data.range};
}
