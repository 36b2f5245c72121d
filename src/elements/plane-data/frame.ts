/** A point of the plane. */
export type Point = readonly [number, number];

/** How the model's plane lies in the reader's own data: own = plane · scale + offset, along each axis. */
export class Frame {
  readonly #scale: Point;
  readonly #offset: Point;

  constructor(scale: Point, offset: Point) {
    this.#scale = scale;
    this.#offset = offset;
  }

  toOwn([x, y]: Point): Point {
    return [x * this.#scale[0] + this.#offset[0], y * this.#scale[1] + this.#offset[1]];
  }

  /** What is to be added to a log density of the plane: own units have another area. */
  get logArea(): number {
    return -Math.log(this.#scale[0] * this.#scale[1]);
  }
}

/** The plane itself. */
export const PLAIN = new Frame([1, 1], [0, 0]);
