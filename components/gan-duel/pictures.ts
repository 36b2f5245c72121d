import type {Duel} from './duel.js';
import {certainty} from './loss-shapes.js';
import {GRID, LINES} from './scene.js';

/** A phone has three and more, which nobody sees here. */
const MOST_PIXELS = 2;
/** Opacity of the surface where the discriminator is sure, and of the sheet where it lies thick. */
const SURE = 0.5;
const THICK = 0.6;
/** A cell of the sheet as dense as if all of them covered this share of the plane is half opaque. */
const SPREAD = 0.25;
/** Length of an arrow for a gradient of 1, and the longest, as shares of the plane's half side. */
const ARROW = 0.09;
const LONGEST = 0.22;

type Colors = {data: string; samples: string; ink: string; paper: string};

/** Paints the plane: what the discriminator says, the sheet that the generator bends, data, samples and gradients. */
export class Pictures {
  readonly #duel: Duel;
  readonly #canvas: () => HTMLCanvasElement;
  readonly #root: () => HTMLElement;
  #frame = 0;

  constructor(duel: Duel, canvas: () => HTMLCanvasElement, root: () => HTMLElement) {
    this.#duel = duel;
    this.#canvas = canvas;
    this.#root = root;
  }

  /** On the next frame. */
  repaint(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.paint();
    });
  }

  paint(): void {
    const {scene, measure} = this.#duel.watch;
    const canvas = this.#canvas();
    const context = canvas?.getContext('2d');
    if (!scene || !context) return;
    const ratio = Math.min(MOST_PIXELS, devicePixelRatio);
    const size = Math.round(canvas.clientWidth * ratio);
    if (size === 0) return;
    if (canvas.width !== size) canvas.width = canvas.height = size;
    context.clearRect(0, 0, size, size);
    const colors = this.#colors();
    const duel = this.#duel;
    const {extent} = duel;
    const at: At = (points, i) => [(points[2 * i]! / extent + 1) * (size / 2), (1 - points[2 * i + 1]! / extent) * (size / 2)];
    if (duel.shows('surface')) this.#surface(context, colors);
    if (duel.shows('sheet')) sheet(context, scene.generated.sheet, at, colors, ratio);
    const radius = ratio * (1.3 + size / ratio / 360);
    if (measure && duel.shows('data')) marks(context, measure.points, measure.points.length / 2, at, radius, colors.data, colors, 'dot');
    if (duel.shows('gradients')) {
      const unit = ((ARROW * size) / 2) | 0;
      arrows(context, scene.generated.samples, scene.judged.gradients, at, unit, (LONGEST * size) / 2, colors, ratio);
    }
    if (duel.shows('samples')) {
      marks(context, scene.generated.samples, scene.judged.samples.length, at, radius, colors.samples, colors, 'diamond');
    }
  }

  /** One small picture, drawn large. */
  #surface(context: CanvasRenderingContext2D, {data, samples}: Colors): void {
    const {settings, watch} = this.#duel;
    const {plane, middle, spread} = watch.scene!.judged;
    const image = new ImageData(GRID, GRID);
    const tints = [samples, data].map(channels);
    for (let i = 0; i < plane.length; i++) {
      const sure = certainty(settings.loss, plane[i]!, middle, spread);
      image.data.set([...tints[sure > 0 ? 1 : 0]!, 255 * SURE * Math.abs(sure)], 4 * i);
    }
    const small = document.createElement('canvas');
    small.width = small.height = GRID;
    small.getContext('2d')!.putImageData(image, 0, 0);
    context.imageSmoothingQuality = 'high';
    context.drawImage(small, 0, 0, context.canvas.width, context.canvas.height);
  }

  /** Those of the theme, also where forced colours leave a page only a few: without these two there is no picture. */
  #colors(): Colors {
    const style = getComputedStyle(this.#root());
    const [data, samples, ink, paper] = ['--_class-4', '--_class-6', '--_ink', '--_paper'].map((name) =>
      style.getPropertyValue(name).trim(),
    );
    return {data: data!, samples: samples!, ink: ink!, paper: paper!};
  }
}

type At = (points: Float32Array, i: number) => readonly [number, number];

/** Red, green and blue of `#rrggbb`. */
function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/** Cells of equal probability: the smaller, the denser, the more opaque (the push-forward of the latent distribution). */
function sheet(context: CanvasRenderingContext2D, points: Float32Array, at: At, {samples}: Colors, ratio: number): void {
  const size = context.canvas.width;
  const half = (SPREAD * size * size) / LINES ** 2;
  context.fillStyle = context.strokeStyle = samples;
  context.lineWidth = 0.6 * ratio;
  for (let row = 0; row + 1 < LINES; row++) {
    for (let column = 0; column + 1 < LINES; column++) {
      const corners = [0, 1, LINES + 1, LINES].map((step) => at(points, row * LINES + column + step));
      context.globalAlpha = (THICK * half) / (half + area(corners));
      context.beginPath();
      corners.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
      context.closePath();
      context.fill();
      context.globalAlpha = 0.25;
      context.stroke();
    }
  }
  context.globalAlpha = 1;
}

function area(corners: readonly (readonly [number, number])[]): number {
  const sum = corners.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(sum) / 2;
}

/** Dots for data, diamonds for samples: not by colour alone. Hundreds of them are painted faster as pictures than as paths. */
function marks(
  context: CanvasRenderingContext2D,
  points: Float32Array,
  count: number,
  at: At,
  radius: number,
  fill: string,
  {paper}: Colors,
  shape: 'dot' | 'diamond',
): void {
  const mark = document.createElement('canvas');
  const middle = Math.ceil(1.5 * radius + 2);
  mark.width = mark.height = 2 * middle;
  const pen = mark.getContext('2d')!;
  pen.translate(middle, middle);
  pen.beginPath();
  if (shape === 'dot') pen.arc(0, 0, radius, 0, 2 * Math.PI);
  else {
    const reach = 1.35 * radius;
    pen.moveTo(0, -reach);
    for (const [x, y] of [
      [reach, 0],
      [0, reach],
      [-reach, 0],
    ] as const)
      pen.lineTo(x, y);
    pen.closePath();
  }
  pen.strokeStyle = paper;
  pen.lineWidth = radius / 2;
  pen.stroke();
  pen.fillStyle = fill;
  pen.fill();
  for (let i = 0; i < count; i++) {
    const [x, y] = at(points, i);
    context.drawImage(mark, x - middle, y - middle);
  }
}

/** Where a sample would go to please the discriminator, as long as the gradient is, up to a limit. */
function arrows(
  context: CanvasRenderingContext2D,
  points: Float32Array,
  gradients: Float32Array,
  at: At,
  unit: number,
  longest: number,
  {ink}: Colors,
  ratio: number,
): void {
  context.strokeStyle = ink;
  context.lineWidth = 1.2 * ratio;
  context.globalAlpha = 0.75;
  context.beginPath();
  for (let i = 0; i < gradients.length / 2; i++) {
    const [x, y] = at(points, i);
    const [dx, dy] = [gradients[2 * i]! * unit, -gradients[2 * i + 1]! * unit];
    const length = Math.hypot(dx, dy);
    // Shorter than its own mark.
    if (length < 2 * ratio) continue;
    const scale = Math.min(1, longest / length);
    const [endX, endY] = [x + dx * scale, y + dy * scale];
    const tip = Math.min(5 * ratio, (length * scale) / 2);
    const [ux, uy] = [(dx / length) * tip, (dy / length) * tip];
    context.moveTo(x, y);
    context.lineTo(endX, endY);
    context.moveTo(endX - ux - 0.6 * uy, endY - uy + 0.6 * ux);
    context.lineTo(endX, endY);
    context.lineTo(endX - ux + 0.6 * uy, endY - uy - 0.6 * ux);
  }
  context.stroke();
  context.globalAlpha = 1;
}
