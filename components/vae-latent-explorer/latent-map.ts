import type {LatentPoints} from '../../src/format/manifest.js';
import {placeLabels} from '../../src/elements/controls/place-labels.js';
import {paintPoints} from '../../src/elements/controls/points.js';
import {centres} from './neighbours.js';

export type MapColors = {ink: string; paper: string; classes: string[]};

/** A class name on the plane: its class and its centre in percent of the plane. */
export type ClassName = {label: number; left: number; top: number};

/** Strength of the tiles: enough to read them, faint enough to read the points on them. */
const TILE_INK = {light: 0.3, dark: 0.4};

/** The still part of the plane, tiles and points, on a canvas that a drag never repaints. */
export class LatentMap {
  readonly #extent: number;
  points: LatentPoints | undefined;
  raised: number | undefined;

  constructor(extent: number) {
    this.#extent = extent;
  }

  paint(
    canvas: HTMLCanvasElement,
    tiles: HTMLCanvasElement | undefined,
    colors: MapColors,
    theme: 'light' | 'dark',
    showPoints: boolean,
  ): void {
    const width = canvas.clientWidth;
    const context = canvas.getContext('2d');
    if (!context || width === 0) return;
    const size = Math.round(width * devicePixelRatio);
    if (canvas.width !== size) canvas.width = canvas.height = size;
    context.clearRect(0, 0, size, size);
    if (tiles) {
      context.globalAlpha = TILE_INK[theme];
      context.imageSmoothingQuality = 'high';
      context.drawImage(tiles, 0, 0, size, size);
      context.globalAlpha = 1;
    }
    if (!showPoints || !this.points) return;
    const toPixel = (value: number) => (value / this.#extent + 1) * (size / 2);
    // Dots grow with the plane, and less than it.
    const radius = devicePixelRatio * (1.2 + width / 320);
    paintPoints(context, this.points, toPixel, size, {colors: colors.classes, halo: colors.paper, radius, raised: this.raised});
  }

  /** Where class names go on a plane of `width` pixels, each near the middle of its points and none on another. */
  names(texts: readonly string[], width: number, font: string): ClassName[] {
    const context = document.createElement('canvas').getContext('2d');
    if (!this.points || !context || width === 0) return [];
    context.font = font;
    const present = centres(this.points, texts.length).flatMap((centre, label) => (centre ? [{label, centre}] : []));
    const toPixel = (value: number) => (value / this.#extent + 1) * (width / 2);
    const boxes = present.map(({label, centre: [x, y]}) => ({
      x: toPixel(x),
      y: width - toPixel(y),
      width: context.measureText(texts[label]!).width + 10,
      height: 20,
    }));
    const placed = placeLabels(boxes, width);
    return present.map(({label}, i) => ({label, left: (100 * placed[i]!.x) / width, top: (100 * placed[i]!.y) / width}));
  }
}
