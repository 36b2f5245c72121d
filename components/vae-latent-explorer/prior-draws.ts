import {Random} from '../../src/data/random.js';

/** Draws from the prior, a standard normal. All of them follow from the seed. */
export class PriorDraws {
  /** The first draw: where the point begins unless the model says where. */
  readonly start: number[];
  readonly #random: Random;
  readonly #size: number;
  readonly #extent: number;
  #count = 0;

  constructor(seed: number, size: number, extent: number) {
    this.#random = new Random(seed);
    this.#size = size;
    this.#extent = extent;
    this.start = this.#draw();
  }

  /** Samples so far, without the start. */
  get count(): number {
    return this.#count;
  }

  next(): number[] {
    this.#count++;
    return this.#draw();
  }

  /** Goes on where `count` samples had been drawn. */
  skipTo(count: number): void {
    while (this.#count < count) this.next();
  }

  /** Where the latent space is the plane, the few draws that fall off it are drawn again. */
  #draw(): number[] {
    for (;;) {
      const z = Array.from({length: this.#size}, () => this.#random.normal());
      if (this.#size > 2 || z.every((value) => Math.abs(value) < this.#extent)) return z;
    }
  }
}
