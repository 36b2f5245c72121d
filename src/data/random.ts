/**
 * Seeded random numbers: sfc32 (Chris Doty-Humphrey, PractRand), its state filled by splitmix32 from one unsigned 32-bit integer.
 * The same seed gives the same numbers on every platform, up to the last bit of `Math.log` and `Math.cos` in `normal`.
 */
export class Random {
  readonly #state = new Int32Array(4);

  /** @param seed an unsigned 32-bit integer; other numbers are taken modulo 2³². */
  constructor(seed: number) {
    let mixed = seed >>> 0;
    for (let i = 0; i < 4; i++) {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      let word = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
      word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
      this.#state[i] = word ^ (word >>> 15);
    }
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** A generator of its own for each tuple of unsigned 32-bit integers, such as (seed, step, example). */
  static of(...words: number[]): Random {
    let seed = 0;
    // The finaliser of murmur3 between the words, so that neighbouring tuples share nothing.
    for (const word of words) {
      seed = Math.imul(seed ^ word, 0x85ebca6b);
      seed = Math.imul(seed ^ (seed >>> 13), 0xc2b2ae35);
      seed = (seed ^ (seed >>> 16)) + 0x9e3779b9;
    }
    return new Random(seed);
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const state = this.#state as unknown as [number, number, number, number];
    const [a, b, c, counter] = state;
    const sum = (a + b + counter) | 0;
    state[3] = counter + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** Uniform in [0, 1), 32 bits fine. */
  uniform(): number {
    return this.bits() * 2 ** -32;
  }

  /** Standard normal, by Box and Muller (1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log((this.bits() + 0.5) * 2 ** -32));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Uniform among 0 … n − 1, for n up to 2³²; its bias is at most n/2³². */
  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }
}
