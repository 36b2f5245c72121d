import type {Session} from '../../src/client/session.js';
import {isAbort} from '../../src/elements/model-controller.js';
import {sizeOf} from '../../src/format/graph.js';

/** Tiles a side; odd, so that one of them is the centre. */
export const TILES = 17;

/** What the decoder draws all over the plane: tiles as a mask whose alpha is the picture's brightness, to be inked in any colour. */
export class Manifold {
  readonly #extent: number;
  readonly #changed: () => void;
  #mask: HTMLCanvasElement | undefined;
  #inked: HTMLCanvasElement | undefined;
  #left: number[] = [];

  constructor(extent: number, changed: () => void) {
    this.#extent = extent;
    this.#changed = changed;
    this.clear();
  }

  /** Forgets the tiles; the next `fill` decodes them all. */
  clear(): void {
    this.#mask = undefined;
    this.#left = Array.from({length: TILES}, (_, row) => row);
  }

  /** Goes on where it was stopped, rows nearest to `y` first: one by one on a CPU, so that a drag waits for milliseconds; in one run on a GPU. */
  async fill(session: Session<'vae'>, y: number, wanted: () => boolean): Promise<void> {
    const row = ((1 - y / this.#extent) / 2) * TILES - 0.5;
    this.#left.sort((a, b) => Math.abs(a - row) - Math.abs(b - row));
    try {
      while (this.#left.length > 0 && wanted()) {
        const rows = session.stats.backend === 'webgpu' ? [...this.#left] : this.#left.slice(0, 1);
        const {x} = await session.ops.decode({z: this.#latents(rows)}, {channel: 'tiles'});
        if (!wanted()) return;
        this.#left = this.#left.filter((other) => !rows.includes(other));
        this.#paint(x.data, rows, session.manifest.data);
      }
    } catch (error) {
      if (!isAbort(error)) throw error;
    }
  }

  /** The tiles in one colour, or undefined before the first. */
  inked(color: string): HTMLCanvasElement | undefined {
    const mask = this.#mask;
    if (!mask) return undefined;
    this.#inked ??= document.createElement('canvas');
    Object.assign(this.#inked, {width: mask.width, height: mask.height});
    const context = this.#inked.getContext('2d')!;
    context.fillStyle = color;
    context.fillRect(0, 0, mask.width, mask.height);
    context.globalCompositeOperation = 'destination-in';
    context.drawImage(mask, 0, 0);
    return this.#inked;
  }

  #latents(rows: number[]): {data: Float32Array; shape: number[]} {
    const at = (i: number) => ((2 * i + 1) / TILES - 1) * this.#extent;
    const data = Float32Array.from(rows.flatMap((row) => Array.from({length: TILES}, (_, column) => [at(column), -at(row)]).flat()));
    return {data, shape: [rows.length * TILES, 2]};
  }

  #paint(pixels: Float32Array, rows: number[], {shape, range: [low, high]}: {shape: number[]; range: [number, number]}): void {
    const [height = 1, width = 1, channels = 1] = shape;
    const size = {width: width * TILES, height: height * TILES};
    this.#mask ??= Object.assign(document.createElement('canvas'), size);
    const context = this.#mask.getContext('2d')!;
    rows.forEach((row, at) => {
      const strip = new ImageData(size.width, height);
      for (let tile = 0; tile < TILES; tile++) {
        const start = (at * TILES + tile) * sizeOf(shape);
        for (let i = 0; i < width * height; i++) {
          const to = Math.floor(i / width) * size.width + tile * width + (i % width);
          strip.data[4 * to + 3] = (255 * (pixels[start + i * channels]! - low)) / (high - low);
        }
      }
      context.putImageData(strip, 0, row * height);
    });
    this.#changed();
  }
}
