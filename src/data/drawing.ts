/** Points of a stroke and its radius, in fractions of the pad's side. */
export type Stroke = {points: (readonly [x: number, y: number])[]; radius: number; erase: boolean};

/** Share of the radius over which a brush fades out. */
const SOFTNESS = 0.55;

/** A picture drawn by strokes with a soft round brush: light on dark, [size, size] of 0 … 1. */
export class Drawing {
  readonly size: number;
  readonly values: Float32Array;
  #strokes: Stroke[] = [];

  constructor(size: number) {
    this.size = size;
    this.values = new Float32Array(size * size);
  }

  get isEmpty(): boolean {
    return !this.values.some((value) => value > 0);
  }

  get canUndo(): boolean {
    return this.#strokes.length > 0;
  }

  /** Begins a stroke with a dot. */
  begin(point: Stroke['points'][number], radius: number, erase = false): void {
    this.#strokes.push({points: [point], radius, erase});
    this.#segment(point, point, radius, erase);
  }

  /** Goes on with the stroke that was begun last. */
  extend(point: Stroke['points'][number]): void {
    const stroke = this.#strokes.at(-1);
    if (!stroke) return;
    this.#segment(stroke.points.at(-1)!, point, stroke.radius, stroke.erase);
    stroke.points.push(point);
  }

  undo(): void {
    const strokes = this.#strokes.slice(0, -1);
    this.clear();
    this.#strokes = strokes;
    for (const {points, radius, erase} of strokes)
      points.forEach((point, i) => {
        this.#segment(points[Math.max(0, i - 1)]!, point, radius, erase);
      });
  }

  clear(): void {
    this.#strokes = [];
    this.values.fill(0);
  }

  #segment([x0, y0]: Stroke['points'][number], [x1, y1]: Stroke['points'][number], radius: number, erase: boolean): void {
    const {size, values} = this;
    const [ax, ay, bx, by, r] = [x0 * size, y0 * size, x1 * size, y1 * size, radius * size];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const from = (low: number) => Math.max(0, Math.floor(low - r));
    const to = (high: number) => Math.min(size - 1, Math.ceil(high + r));
    for (let y = from(Math.min(ay, by)); y <= to(Math.max(ay, by)); y++) {
      for (let x = from(Math.min(ax, bx)); x <= to(Math.max(ax, bx)); x++) {
        const [px, py] = [x + 0.5 - ax, y + 0.5 - ay];
        const along = length > 0 ? Math.min(1, Math.max(0, (px * (bx - ax) + py * (by - ay)) / length)) : 0;
        const distance = Math.hypot(px - along * (bx - ax), py - along * (by - ay));
        const fade = Math.min(1, Math.max(0, (r - distance) / (r * SOFTNESS)));
        const ink = fade * fade * (3 - 2 * fade);
        const at = y * size + x;
        values[at] = erase ? Math.min(values[at]!, 1 - ink) : Math.max(values[at]!, ink);
      }
    }
  }
}
