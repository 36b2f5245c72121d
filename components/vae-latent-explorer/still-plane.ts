import type {Session} from '../../src/client/session.js';
import {CLASS_COLORS, classColor} from '../../src/elements/class-colors.js';
import {placeLabels} from '../../src/elements/controls/place-labels.js';
import {paintPoints} from '../../src/elements/controls/points.js';
import type {Theme} from '../../src/elements/theme.js';
import type {LatentPoints} from '../../src/format/manifest.js';
import type {Chart} from './chart.js';
import {Manifold} from './manifold.js';
import {Neighbours, centres, type Centre, type Vote} from './neighbours.js';
import {readPoints} from './read-points.js';

export type StillPlaneHost = {
  canvas: () => HTMLCanvasElement;
  /** An element to resolve colours and fonts on. */
  probe: () => HTMLElement;
  theme: () => Theme;
  shows: (panel: 'tiles' | 'points' | 'names') => boolean;
  nameOf: (label: number) => string;
  changed: () => void;
  chart: () => Chart;
  /** Where the plane goes through: the latent at the ring. */
  through: () => readonly number[];
  /** Tiles are wanted again: the plane lies elsewhere. */
  refill: () => void;
  /** What lies under tiles and points. */
  ground: (context: CanvasRenderingContext2D, size: number) => void;
};

/** A class name on the plane: its class and its centre in percent of the plane. */
export type ClassName = {label: number; left: number; top: number};

/** Strength of the tiles: enough to read them, faint enough to read the points on them. */
const TILE_INK = {light: 0.28, dark: 0.36};
const COLOUR_TILE_INK = 0.55;
/** Planes that are nearer to each other than this are the same to a reader. */
const SAME = 1e-3;
/** Milliseconds for which the plane must have stayed where it is before it is decoded anew. */
const REST = 120;

/** What a drag never repaints: manifold tiles and test points on one canvas, and where the class names go. */
export class StillPlane {
  /** Test images in latent space. */
  points: LatentPoints | undefined;
  /** The same as seen on the plane. */
  projected: LatentPoints | undefined;
  names: ClassName[] = [];
  readonly #host: StillPlaneHost;
  readonly #extent: number;
  readonly #manifold: Manifold;
  #neighbours: Neighbours | undefined;
  /** Whether classes have names. */
  #named = false;
  #raised: number | undefined;
  #poll: {z: readonly number[]; neighbours: Neighbours; vote: Vote | undefined} | undefined;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The plane that tiles and points are of: its chart, and the latent at its middle. */
  #chart: Chart | undefined;
  #middle: readonly number[] = [];

  constructor(host: StillPlaneHost, extent: number) {
    this.#host = host;
    this.#extent = extent;
    this.#manifold = new Manifold(
      extent,
      (point) => host.chart().toLatent(point, host.through()),
      () => this.repaint(),
    );
    this.#look();
  }

  /** Where the classes are on the plane, once that is known. */
  get centres(): Centre[] {
    return this.projected ? centres(this.projected) : [];
  }

  /** The class whose points are on top while the others fade. */
  get raised(): number | undefined {
    return this.#raised;
  }

  set raised(label: number | undefined) {
    if (label === this.#raised) return;
    this.#raised = label;
    this.#host.changed();
    this.repaint();
  }

  /** What the points say of a place; asked again of the same place, they need not count again. */
  vote(z: readonly number[]): Vote | undefined {
    const neighbours = this.#neighbours;
    if (!neighbours) return undefined;
    const place = this.#votesOnPlane ? this.#host.chart().toPlane(z) : z;
    if (this.#poll?.z !== z || this.#poll.neighbours !== neighbours) this.#poll = {z, neighbours, vote: neighbours.vote(place)};
    return this.#poll.vote;
  }

  /** For another model. */
  clear(): void {
    this.points = this.projected = this.#neighbours = undefined;
    this.names = [];
    this.#manifold.clear();
    this.#look();
    this.repaint();
  }

  async loadPoints(session: Session<'vae'>, wanted: () => boolean): Promise<void> {
    if (this.points || !session.manifest.extras?.points) return;
    const points = await readPoints(session, session.manifest.extras.points);
    if (!wanted()) return;
    this.points = points;
    // Where classes have no names, what is nearest says nothing.
    this.#named = session.manifest.data.labels !== undefined;
    this.#project();
    this.#host.changed();
  }

  /** Decodes what is left of the tiles, nearest to `y` first, as long as they are wanted. */
  async fill(session: Session<'vae'>, y: number, wanted: () => boolean): Promise<void> {
    if (this.#host.shows('tiles')) await this.#manifold.fill(session, y, wanted);
  }

  /** The ring has moved: off the plane, or to another one? Tiles follow when it rests. */
  follow(): void {
    const middle = this.#host.chart().toLatent([0, 0], this.#host.through());
    const turned = this.#chart !== this.#host.chart();
    if (!turned && middle.every((value, i) => Math.abs(value - this.#middle[i]!) < SAME)) return;
    this.#look();
    if (turned) this.#project();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#manifold.renew();
      this.#host.refill();
    }, REST);
  }

  /** For a new size, language or font. */
  arrange(): void {
    this.#placeNames();
    this.repaint();
  }

  /** On the next frame. */
  repaint(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  /** Along attributes it is the plane that tells classes apart: in all of latent space a face with glasses is nearest to others of its hair. */
  get #votesOnPlane(): boolean {
    return !this.#host.chart().axes.some((name) => /^(z|principal-)\d+$/.test(name));
  }

  #look(): void {
    this.#chart = this.#host.chart();
    this.#middle = this.#chart.toLatent([0, 0], this.#host.through());
  }

  #project(): void {
    const {points} = this;
    if (points) {
      const size = points.z.length / points.labels.length;
      const chart = this.#host.chart();
      const places = points.labels.flatMap((_, i) => [...chart.toPlane(points.z.slice(i * size, (i + 1) * size))]);
      this.projected = {z: places, labels: points.labels};
      this.#neighbours = this.#named ? new Neighbours(this.#votesOnPlane ? this.projected : points) : undefined;
    }
    this.arrange();
  }

  #paint(): void {
    const canvas = this.#host.canvas();
    const width = canvas.clientWidth;
    const context = canvas.getContext('2d');
    if (!context || width === 0) return;
    const size = Math.round(width * devicePixelRatio);
    if (canvas.width !== size) canvas.width = canvas.height = size;
    context.clearRect(0, 0, size, size);
    this.#host.ground(context, size);
    const tiles = this.#host.shows('tiles') ? this.#manifold.inked(this.#color('var(--_ink)')) : undefined;
    if (tiles) {
      context.globalAlpha = this.#manifold.grey ? TILE_INK[this.#host.theme()] : COLOUR_TILE_INK;
      context.imageSmoothingQuality = 'high';
      context.drawImage(tiles, 0, 0, size, size);
      context.globalAlpha = 1;
    }
    if (!this.projected || !this.#host.shows('points')) return;
    paintPoints(context, this.projected, {
      toPixel: (value) => (value / this.#extent + 1) * (size / 2),
      size,
      colors: this.#neighbours
        ? Array.from({length: CLASS_COLORS}, (_, label) => this.#color(classColor(label)))
        : [this.#color('var(--_ink-soft)')],
      halo: this.#color('var(--_paper)'),
      // Dots grow with the plane, and less than it.
      radius: devicePixelRatio * (1.2 + width / 320),
      raised: this.#raised,
    });
  }

  /** Each name near the middle of its points, and none on another. */
  #placeNames(): void {
    const width = this.#host.canvas().clientWidth;
    const context = document.createElement('canvas').getContext('2d');
    if (!this.projected || !this.#neighbours || !context || width === 0) return;
    const {fontFamily, fontSize} = getComputedStyle(this.#host.probe());
    context.font = `650 ${fontSize} ${fontFamily}`;
    const present = this.centres;
    const toPixel = (value: number) => (value / this.#extent + 1) * (width / 2);
    const boxes = present.map(({label, x, y}) => {
      const text = context.measureText(this.#host.nameOf(label)).width;
      return {x: toPixel(x), y: width - toPixel(y), width: text + 10, height: 1.6 * parseFloat(fontSize)};
    });
    const placed = placeLabels(boxes, width);
    this.names = present.map(({label}, i) => ({label, left: (100 * placed[i]!.x) / width, top: (100 * placed[i]!.y) / width}));
    this.#host.changed();
  }

  /** A CSS colour as a canvas can take it. */
  #color(color: string): string {
    const probe = this.#host.probe();
    probe.style.color = color;
    return getComputedStyle(probe).color;
  }
}
