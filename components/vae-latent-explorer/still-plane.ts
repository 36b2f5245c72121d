import type {Session} from '../../src/client/session.js';
import {CLASS_COLORS, classColor} from '../../src/elements/class-colors.js';
import {placeLabels} from '../../src/elements/controls/place-labels.js';
import {paintPoints} from '../../src/elements/controls/points.js';
import type {Theme} from '../../src/elements/theme.js';
import type {LatentPoints} from '../../src/format/manifest.js';
import {Manifold} from './manifold.js';
import {centres, vote, type Vote} from './neighbours.js';
import {readPoints} from './read-points.js';

export type StillPlaneHost = {
  canvas: () => HTMLCanvasElement;
  /** An element to resolve colours and fonts on. */
  probe: () => HTMLElement;
  theme: () => Theme;
  shows: (panel: 'tiles' | 'points' | 'names') => boolean;
  nameOf: (label: number) => string;
  changed: () => void;
};

/** A class name on the plane: its class and its centre in percent of the plane. */
export type ClassName = {label: number; left: number; top: number};

/** Strength of the tiles: enough to read them, faint enough to read the points on them. */
const TILE_INK = {light: 0.28, dark: 0.36};

/** What a drag never repaints: manifold tiles and test points on one canvas, and where the class names go. */
export class StillPlane {
  points: LatentPoints | undefined;
  names: ClassName[] = [];
  readonly #host: StillPlaneHost;
  readonly #extent: number;
  readonly #manifold: Manifold;
  #raised: number | undefined;
  #poll: {z: readonly number[]; points: LatentPoints; vote: Vote | undefined} | undefined;
  #frame = 0;

  constructor(host: StillPlaneHost, extent: number) {
    this.#host = host;
    this.#extent = extent;
    this.#manifold = new Manifold(extent, () => this.repaint());
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
  vote(z: readonly [number, number]): Vote | undefined {
    const {points} = this;
    if (!points) return undefined;
    if (this.#poll?.z !== z || this.#poll.points !== points) this.#poll = {z, points, vote: vote(points, z)};
    return this.#poll.vote;
  }

  /** For another model. */
  clear(): void {
    this.points = undefined;
    this.names = [];
    this.#manifold.clear();
    this.repaint();
  }

  async loadPoints(session: Session<'vae'>, wanted: () => boolean): Promise<void> {
    if (this.points || !session.manifest.extras?.points) return;
    const points = await readPoints(session, session.manifest.extras.points);
    if (!wanted()) return;
    this.points = points;
    this.arrange();
    this.#host.changed();
  }

  /** Decodes what is left of the tiles, nearest to `y` first, as long as they are wanted. */
  async fill(session: Session<'vae'>, y: number, wanted: () => boolean): Promise<void> {
    if (this.#host.shows('tiles')) await this.#manifold.fill(session, y, wanted);
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

  #paint(): void {
    const canvas = this.#host.canvas();
    const width = canvas.clientWidth;
    const context = canvas.getContext('2d');
    if (!context || width === 0) return;
    const size = Math.round(width * devicePixelRatio);
    if (canvas.width !== size) canvas.width = canvas.height = size;
    context.clearRect(0, 0, size, size);
    const tiles = this.#host.shows('tiles') ? this.#manifold.inked(this.#color('var(--_ink)')) : undefined;
    if (tiles) {
      context.globalAlpha = TILE_INK[this.#host.theme()];
      context.imageSmoothingQuality = 'high';
      context.drawImage(tiles, 0, 0, size, size);
      context.globalAlpha = 1;
    }
    if (!this.points || !this.#host.shows('points')) return;
    paintPoints(context, this.points, {
      toPixel: (value) => (value / this.#extent + 1) * (size / 2),
      size,
      colors: Array.from({length: CLASS_COLORS}, (_, label) => this.#color(classColor(label))),
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
    if (!this.points || !context || width === 0) return;
    const {fontFamily, fontSize} = getComputedStyle(this.#host.probe());
    context.font = `650 ${fontSize} ${fontFamily}`;
    const present = centres(this.points);
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
