import type {Session} from '../../src/client/session.js';
import {glide} from '../../src/elements/controls/glide.js';
import {PlaneDrag, type Point} from '../../src/elements/controls/plane-drag.js';
import {AfterFirstView} from './after-first-view.js';
import {DecodedImage} from './decoded-image.js';
import {Encoding} from './encoding.js';
import {readState, type LatentExplorerState} from './explorer-state.js';
import type {Words} from './locales/words.js';
import type {Vote} from './neighbours.js';
import {PriorDraws} from './prior-draws.js';
import {describe} from './readout.js';
import type {StillPlane, StillPlaneHost} from './still-plane.js';

/** Half the plane's side, in standard deviations of the prior: 99.5 of 100 draws are inside. */
export const EXTENT = 3;

/** What the element gives: its session and canvases, and where to say what happened. */
export type ExplorationHost = Pick<StillPlaneHost, 'canvas' | 'probe' | 'theme' | 'changed'> & {
  session: () => Session<'vae'> | undefined;
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

/** Where the reader is in latent space, and everything that moves the point or follows it. */
export class Exploration {
  readonly extent = EXTENT;
  readonly drag = new PlaneDrag(EXTENT, (z) => this.move(z));
  readonly encoding: Encoding;
  readonly later: AfterFirstView;
  z: Point = [0, 0];
  /** Milliseconds of a run. */
  cost: number | undefined;
  readonly #host: ExplorationHost;
  readonly #decoded: DecodedImage;
  #draws = new PriorDraws(0, EXTENT);
  #source = '';
  #stale = false;
  #stopGlide: () => void = () => undefined;

  constructor(host: ExplorationHost) {
    this.#host = host;
    this.#decoded = new DecodedImage(host.image, (cost) => {
      this.cost = cost;
      host.changed();
    });
    this.encoding = new Encoding({
      ...host,
      found: ({mean}) => this.glideTo(this.drag.clamp(mean)),
      encoded: () => host.mended('encode'),
      failed: (error, retry) => host.report(error, retry, 'encode'),
    });
    this.later = new AfterFirstView(
      {
        ...host,
        nameOf: (label) => this.nameOf(label),
        row: () => this.z[1],
        encoding: this.encoding,
        mended: () => host.mended('extras'),
        failed: (error, retry) => host.report(error, retry, 'extras'),
      },
      EXTENT,
    );
  }

  /** Tiles, points and names, once they may be there. */
  get still(): StillPlane | undefined {
    return this.later.still;
  }

  get vote(): Vote | undefined {
    return this.still?.vote(this.z);
  }

  get state(): LatentExplorerState {
    const round = (value: number) => Math.round(value * 1000) / 1000;
    const state: LatentExplorerState = {z: [round(this.z[0]), round(this.z[1])], samples: this.#draws.count};
    return this.encoding.picked === undefined ? state : {...state, encoded: this.encoding.picked};
  }

  begin(seed: number, state: Record<string, unknown> | undefined): void {
    const wanted = state && readState(state);
    this.stop();
    this.#draws = new PriorDraws(seed, EXTENT);
    this.#draws.skipTo(wanted?.samples ?? 0);
    this.z = wanted?.z ? this.drag.clamp(wanted.z) : this.#draws.start;
    this.encoding.mark(wanted?.encoded, !wanted?.z);
    this.decode();
  }

  /** @param source names the model: another one's points, tiles and pictures are forgotten. */
  async showFirst(session: Session<'vae'>, source: string): Promise<void> {
    if (source !== this.#source) {
      this.#source = source;
      this.still?.clear();
      this.encoding.clear();
    }
    await this.#decoded.show(session, this.z, 'first');
  }

  afterFirst(session: Session<'vae'>): void {
    // Once more: for the point that moved meanwhile, and for the cost of a net that has warmed up.
    this.decode();
    this.later.begin(session);
  }

  /** In view again. */
  resume(): void {
    if (this.#stale) this.decode();
    void this.later.fill();
  }

  /** What moves by itself stands still. */
  stop(): void {
    this.#stopGlide();
  }

  move(z: Point): void {
    this.stop();
    this.z = z;
    this.decode();
    this.#host.told();
  }

  glideTo(z: Point): void {
    this.stop();
    this.#stopGlide = glide(this.z, z, (at, last) => {
      this.z = at;
      this.decode();
      if (last) this.#host.told();
    });
  }

  sample(): void {
    this.encoding.mark(undefined);
    this.glideTo(this.#draws.next());
  }

  pick(index: number): void {
    if (this.encoding.picked === index) this.encoding.mark(undefined);
    else void this.encoding.pick(index);
    this.#host.told();
  }

  /** Asks for the picture at z; only the latest request matters. Out of sight it waits. */
  decode(): void {
    this.#host.changed();
    const session = this.#host.session();
    this.#stale = !session || !this.#host.visible();
    if (!session || this.#stale) return;
    this.#decoded.show(session, this.z, 'pointer').then(
      () => this.#host.mended('decode'),
      (error: unknown) => {
        if (session === this.#host.session()) this.#host.report(error, () => this.decode(), 'decode');
      },
    );
  }

  nameOf(label: number): string {
    return this.#host.words().label(this.#host.session()?.manifest.data.labels?.[label] ?? String(label));
  }

  /** What the reader sees, in words. */
  sentence(): string {
    if (!this.#host.session()) return '';
    return describe(this.#host.words(), this.z, this.vote, (label) => this.nameOf(label));
  }
}
