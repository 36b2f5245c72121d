import {viridis} from '../../src/elements/controls/viridis.js';
import {brightest, heatMap} from './color-scale.js';
import {BASE_EXTENT, type Exploration} from './exploration.js';
import type {Cloud, Field} from './flow-answers.js';
import type {Late} from './late.js';
import {densityOfCells, paintLines} from './sheet.js';
import {logNormal, logProbAt, positionsAt} from './stage.js';

export type PicturesHost = {
  data: () => HTMLCanvasElement;
  base: () => HTMLCanvasElement | undefined;
  /** An element whose colour can be asked for. */
  probe: () => HTMLElement;
  /** Other ways to draw the density, once their code is there. */
  late: () => Late | undefined;
};

/** Marks on the dark of viridis, whatever the page looks like. */
const ON_HEAT = {line: 'rgb(255 255 255 / 0.3)', dot: 'rgb(255 255 255 / 0.75)', edge: 'rgb(0 0 0 / 0.45)', drawn: '#ff7a5c'};
/** A drawn point appears after the other, all within this many milliseconds. */
const APPEARING = 700;

/** A phone has three and more, which nobody sees in a heat map. */
const MOST_PIXELS = 2;
/** Cells along a side of the picture on the right. */
const RASTER = 240;

/** Paints both planes: data space, and the sheet with so many couplings applied. */
export class Pictures {
  readonly #host: PicturesHost;
  readonly #exploration: Exploration;
  #frame = 0;
  #map: {field: Field; canvas: HTMLCanvasElement; top: number} | undefined;
  #base: {top: number; sheet: Cloud | undefined; applied: number; canvas: HTMLCanvasElement} | undefined;
  #seen: {drawn: Cloud; from: number; since: number} | undefined;

  constructor(exploration: Exploration, host: PicturesHost) {
    this.#exploration = exploration;
    this.#host = host;
  }

  /** The density that has the brightest colour. */
  get top(): number | undefined {
    return this.#map?.top;
  }

  /** On the next frame. */
  repaint(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      this.paint(now);
    });
  }

  paint(now = performance.now()): void {
    const {field} = this.#exploration.answers;
    if (!field) return;
    if (this.#map?.field !== field) {
      const densities = field.logProb.map(Math.exp);
      const top = brightest(densities);
      this.#map = {field, top, canvas: heatMap(densities, field.size, top)};
    }
    const shown = this.#appeared(now);
    this.#paintData(field, shown);
    this.#paintBase(shown);
  }

  /** How many of the drawn points are there by now: new ones come one after the other. */
  #appeared(now: number): number {
    const {drawn} = this.#exploration.answers;
    if (!drawn) this.#seen = undefined;
    if (!drawn) return 0;
    const {count} = drawn.passage;
    if (this.#seen?.drawn !== drawn) {
      const known = this.#seen?.drawn.passage.count ?? 0;
      const isSlow = count > known && !matchMedia('(prefers-reduced-motion: reduce)').matches;
      this.#seen = {drawn, from: isSlow ? known : count, since: now};
    }
    const {from, since} = this.#seen!;
    const part = Math.min(1, (now - since) / APPEARING);
    if (from < count && part < 1) this.repaint();
    return Math.ceil(from + part * (count - from));
  }

  /** Pixels of a canvas for one of CSS: fewer while the flow is trained, where many pictures count for more than fine ones. */
  get #ratio(): number {
    return this.#exploration.answers.isTraining ? Math.max(1, devicePixelRatio / 2) : Math.min(MOST_PIXELS, devicePixelRatio);
  }

  get #isHeat(): boolean {
    return this.#exploration.drawing === 'heat' || this.#exploration.subject === 'difference';
  }

  #paintData(field: Field, shown: number): void {
    const {extent, isSheetShown, arePointsShown, answers} = this.#exploration;
    const {sheet, points, drawn} = answers;
    const context = sized(this.#host.data(), this.#ratio);
    if (!context) return;
    const size = context.canvas.width;
    const late = this.#host.late();
    if (this.#isHeat) context.drawImage(late?.ground(field, this.#map!.top) ?? this.#map!.canvas, 0, 0, size, size);
    else late?.lines(context, field);
    const at = pixels(size, extent);
    if (sheet && isSheetShown) this.#line(context, () => paintLines(context, sheet.x, at));
    if (points && arePointsShown) this.#dots(context, points.x, points.passage.count, at);
    if (drawn) this.#dots(context, drawn.x, shown, at, true);
  }

  #paintBase(shown: number): void {
    const {applied, isSheetShown, arePointsShown, answers} = this.#exploration;
    const {sheet, points, drawn} = answers;
    const context = sized(this.#host.base(), this.#ratio);
    if (!context) return;
    const size = context.canvas.width;
    const at = pixels(size, BASE_EXTENT);
    if (this.#isHeat && applied === 0) this.#paintStandardised(context);
    else if (this.#isHeat) context.drawImage(this.#ground(), 0, 0, size, size);
    if (sheet) {
      const positions = positionsAt(sheet.passage, applied);
      if (isSheetShown) this.#line(context, () => paintLines(context, positions, at));
    }
    if (points && arePointsShown) this.#dots(context, positionsAt(points.passage, applied), points.passage.count, at);
    if (drawn) this.#dots(context, positionsAt(drawn.passage, applied), shown, at, true);
  }

  /** Data space as the first coupling finds it. */
  #paintStandardised(context: CanvasRenderingContext2D): void {
    const exploration = this.#exploration;
    const {extent} = exploration;
    const size = context.canvas.width;
    const [red, green, blue] = viridis(0);
    context.fillStyle = `rgb(${red} ${green} ${blue})`;
    context.fillRect(0, 0, size, size);
    const at = pixels(size, BASE_EXTENT);
    const [left, bottom] = at(...exploration.standardise([-extent, -extent]));
    const [right, top] = at(...exploration.standardise([extent, extent]));
    context.drawImage(this.#map!.canvas, left, top, right - left, bottom - top);
  }

  /** The density on the right: the base itself, or the sheet on its way there. The same scale as in data space, but for what standardising does to areas. */
  #ground(): HTMLCanvasElement {
    const {applied, stage, standardArea, answers} = this.#exploration;
    const top = this.#map!.top * standardArea;
    const of = stage === undefined ? undefined : answers.sheet;
    const known = this.#base;
    if (known?.top === top && known.sheet === of && known.applied === applied) return known.canvas;
    const densities = of
      ? densityOfCells(positionsAt(of.passage, applied), logProbAt(of.passage, applied), RASTER, BASE_EXTENT)
      : normalDensities(RASTER, BASE_EXTENT);
    this.#base = {top, sheet: of, applied, canvas: heatMap(densities, RASTER, top)};
    return this.#base.canvas;
  }

  #line(context: CanvasRenderingContext2D, paint: () => void): void {
    context.strokeStyle = this.#isHeat ? ON_HEAT.line : this.#color('var(--_line)');
    context.lineWidth = this.#ratio;
    paint();
  }

  #dots(context: CanvasRenderingContext2D, points: Float32Array, count: number, at: ReturnType<typeof pixels>, isDrawn = false): void {
    const ratio = this.#ratio;
    const width = context.canvas.width / ratio;
    const radius = ratio * (isDrawn ? 1.1 + width / 500 : 0.7 + width / 700);
    const fill = isDrawn ? ON_HEAT.drawn : this.#isHeat ? ON_HEAT.dot : this.#color('var(--_ink-soft)');
    const dot = dotOf(radius, ratio, fill, this.#isHeat ? ON_HEAT.edge : this.#color('var(--_paper)'));
    for (let i = 0; i < count; i++) {
      const [x, y] = at(points[2 * i]!, points[2 * i + 1]!);
      context.drawImage(dot, x - dot.width / 2, y - dot.height / 2);
    }
  }

  /** A CSS colour as a canvas can take it. */
  #color(color: string): string {
    const probe = this.#host.probe();
    probe.style.color = color;
    return getComputedStyle(probe).color;
  }
}

/** The base on a raster. */
function normalDensities(size: number, extent: number): Float32Array {
  const at = (cell: number) => ((2 * (cell + 0.5)) / size - 1) * extent;
  return Float32Array.from({length: size * size}, (_, i) => Math.exp(logNormal(at(i % size), at(Math.floor(i / size)))));
}

const pixels =
  (size: number, extent: number) =>
  (x: number, y: number): readonly [number, number] => [((x / extent + 1) * size) / 2, ((1 - y / extent) * size) / 2];

/** A dot with an edge: hundreds of them are painted faster as pictures than as arcs. */
function dotOf(radius: number, ratio: number, fill: string, edge: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const middle = Math.ceil(radius + ratio);
  canvas.width = canvas.height = 2 * middle;
  const context = canvas.getContext('2d')!;
  context.fillStyle = fill;
  context.strokeStyle = edge;
  context.lineWidth = 0.8 * ratio;
  context.arc(middle, middle, radius, 0, 2 * Math.PI);
  context.stroke();
  context.fill();
  return canvas;
}

/** Cleared, and as many pixels as the screen has there; undefined where it is not on the screen. */
function sized(canvas: HTMLCanvasElement | undefined, ratio: number): CanvasRenderingContext2D | undefined {
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return undefined;
  const size = Math.round(canvas.clientWidth * ratio);
  if (size === 0) return undefined;
  if (canvas.width !== size) canvas.width = canvas.height = size;
  context.clearRect(0, 0, size, size);
  return context;
}
