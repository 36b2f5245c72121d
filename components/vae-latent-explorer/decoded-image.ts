import type {Session} from '../../src/client/session.js';
import {paintPicture} from '../../src/elements/controls/image-canvas.js';

/** How often the figure in the footer may change: a number that flickers cannot be read. */
const PACE = 1000;

/** Decodes points to a canvas, never an older one over a newer one, and keeps account of the cost. */
export class DecodedImage {
  readonly #canvas: () => HTMLCanvasElement;
  readonly #told: (milliseconds: number) => void;
  #asked = 0;
  #painted = 0;
  #runs = 0;
  #mean = 0;
  #due = 0;
  #backend = '';

  /** @param told takes the cost of a run, at most once a second, and whenever another backend computed it. */
  constructor(canvas: () => HTMLCanvasElement, told: (milliseconds: number) => void) {
    this.#canvas = canvas;
    this.#told = told;
  }

  async show(session: Session<'vae'>, z: readonly number[], channel: string): Promise<void> {
    const asked = ++this.#asked;
    const {x, stats} = await session.ops.decode({z: {data: Float32Array.from(z), shape: [1, z.length]}}, {channel});
    if (asked < this.#painted) return;
    this.#painted = asked;
    const {shape, range} = session.manifest.data;
    paintPicture(this.#canvas(), {data: x.data, shape, range});
    // The first run of a net warms it up and says nothing of the next.
    this.#mean = ++this.#runs < 3 ? stats.milliseconds : 0.8 * this.#mean + 0.2 * stats.milliseconds;
    if (this.#runs > 2 && performance.now() < this.#due && stats.backend === this.#backend) return;
    this.#backend = stats.backend;
    this.#due = performance.now() + PACE;
    this.#told(this.#mean);
  }
}
