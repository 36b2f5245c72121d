import {Random} from '../../src/data/random.js';
import type {Point} from '../../src/elements/controls/plane-drag.js';

/** Draws from the prior, a standard normal in two dimensions, that fall on the plane. All of them follow from the seed. */
export class PriorDraws {
  /** The first draw: where the point begins. */
  readonly start: Point;
  readonly #random: Random;
  readonly #extent: number;
  #count = 0;

  constructor(seed: number, extent: number) {
    this.#random = new Random(seed);
    this.#extent = extent;
    this.start = this.#draw();
  }

  /** Samples so far, without the start. */
  get count(): number {
    return this.#count;
  }

  next(): Point {
    this.#count++;
    return this.#draw();
  }

  /** Goes on where `count` samples had been drawn. */
  skipTo(count: number): void {
    while (this.#count < count) this.next();
  }

  /** The few draws that fall off the plane are drawn again. */
  #draw(): Point {
    for (;;) {
      const z: Point = [this.#random.normal(), this.#random.normal()];
      if (Math.max(Math.abs(z[0]), Math.abs(z[1])) < this.#extent) return z;
    }
  }
}
