import type {Session} from '../../src/client/session.js';
import type {Point} from '../../src/elements/controls/plane-drag.js';
import {isAbort} from '../../src/elements/model-controller.js';
import {sizeOf} from '../../src/format/graph.js';

/** Tiles a side; odd, so that one of them is the centre. */
export const TILES = 17;

/** What the decoder draws all over the plane. Grey tiles are a mask whose alpha is the picture's brightness, to be inked in any colour; others are as they are. */
export class Manifold {
  readonly #extent: number;
  readonly #latent: (point: Point) => readonly number[];
  readonly #changed: () => void;
  #tiles: HTMLCanvasElement | undefined;
  #inked: HTMLCanvasElement | undefined;
  #left: number[] = [];
  /** Counts the planes: what was decoded for an older one is out of date. */
  #plane = 0;
  #grey = true;

  /** @param latent what lies at a point of the plane */
  constructor(extent: number, latent: (point: Point) => readonly number[], changed: () => void) {
    this.#extent = extent;
    this.#latent = latent;
    this.#changed = changed;
    this.clear();
  }

  /** False for tiles in colours of their own. */
  get grey(): boolean {
    return this.#grey;
  }

  /** Forgets the tiles; the next `fill` decodes them all. */
  clear(): void {
    this.#tiles = undefined;
    this.renew();
  }

  /** For another plane: each tile stays until a new one takes its place. */
  renew(): void {
    this.#plane++;
    this.#left = Array.from({length: TILES}, (_, row) => row);
  }

  /** Goes on where it was stopped, rows nearest to `y` first: one by one on a CPU, so that a drag waits for milliseconds; in one run on a GPU. */
  async fill(session: Session<'vae'>, y: number, wanted: () => boolean): Promise<void> {
    const row = ((1 - y / this.#extent) / 2) * TILES - 0.5;
    try {
      while (this.#left.length > 0 && wanted()) {
        this.#left.sort((a, b) => Math.abs(a - row) - Math.abs(b - row));
        const plane = this.#plane;
        const rows = session.stats.backend === 'webgpu' ? [...this.#left] : this.#left.slice(0, 1);
        const {x} = await session.ops.decode({z: this.#latents(rows)}, {channel: 'tiles'});
        if (!wanted()) return;
        if (plane !== this.#plane) continue;
        this.#left = this.#left.filter((other) => !rows.includes(other));
        this.#paint(x.data, rows, session.manifest.data);
      }
    } catch (error) {
      if (!isAbort(error)) throw error;
    }
  }

  /** The tiles, grey ones in the given colour, or undefined before the first. */
  inked(color: string): HTMLCanvasElement | undefined {
    const tiles = this.#tiles;
    if (!tiles || !this.#grey) return tiles;
    this.#inked ??= document.createElement('canvas');
    Object.assign(this.#inked, {width: tiles.width, height: tiles.height});
    const context = this.#inked.getContext('2d')!;
    context.fillStyle = color;
    context.fillRect(0, 0, tiles.width, tiles.height);
    context.globalCompositeOperation = 'destination-in';
    context.drawImage(tiles, 0, 0);
    return this.#inked;
  }

  #latents(rows: number[]): {data: Float32Array; shape: number[]} {
    const at = (i: number) => ((2 * i + 1) / TILES - 1) * this.#extent;
    const places = rows.flatMap((row) => Array.from({length: TILES}, (_, column) => this.#latent([at(column), -at(row)])));
    return {data: Float32Array.from(places.flat()), shape: [places.length, places[0]!.length]};
  }

  #paint(pixels: Float32Array, rows: number[], {shape, range: [low, high]}: {shape: number[]; range: [number, number]}): void {
    const [height = 1, width = 1, channels = 1] = shape;
    const size = {width: width * TILES, height: height * TILES};
    this.#grey = channels === 1;
    this.#tiles ??= Object.assign(document.createElement('canvas'), size);
    const context = this.#tiles.getContext('2d')!;
    const byte = (value: number) => (255 * (value - low)) / (high - low);
    rows.forEach((row, at) => {
      const strip = new ImageData(size.width, height);
      for (let tile = 0; tile < TILES; tile++) {
        const start = (at * TILES + tile) * sizeOf(shape);
        for (let i = 0; i < width * height; i++) {
          const to = 4 * (Math.floor(i / width) * size.width + tile * width + (i % width));
          const from = start + i * channels;
          if (this.#grey) strip.data[to + 3] = byte(pixels[from]!);
          else {
            for (let channel = 0; channel < 3; channel++) strip.data[to + channel] = byte(pixels[from + channel]!);
            strip.data[to + 3] = 255;
          }
        }
      }
      context.putImageData(strip, 0, row * height);
    });
    this.#changed();
  }
}
