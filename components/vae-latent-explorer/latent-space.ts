import {GenerativeError} from '../../src/format/errors.js';
import type {LatentPoints, Manifest} from '../../src/format/manifest.js';
import {FLAT, type Chart} from './chart.js';
import {along, directionsOf, type Direction} from './directions.js';
import {Slice} from './slice.js';

/** Two directions of which one is all but a multiple of the other make no plane. */
const PARALLEL = 0.98;

/** The directions of a model's latent space and the planes that two of them make. */
export class LatentSpace {
  readonly size: number;
  readonly #manifest: Manifest;
  #points: LatentPoints | undefined;
  #directions: Direction[];

  constructor(manifest: Manifest) {
    this.size = manifest.latent!.size;
    this.#manifest = manifest;
    this.#directions = directionsOf(manifest, undefined);
  }

  /** In the order in which a reader should meet them. */
  get directions(): readonly Direction[] {
    return this.#directions;
  }

  /** Test images say which latents are active, and where pictures lie in models that ship no directions. */
  learn(points: LatentPoints | undefined): void {
    if (points === this.#points) return;
    this.#points = points;
    this.#directions = directionsOf(this.#manifest, points);
  }

  /** Where the plane lies until a reader turns it: along the first two attributes, else the first two principal directions, else the first two latents. */
  get usual(): [string, string] {
    for (const kind of ['attribute', 'principal'] as const) {
      const [x, y] = this.#directions.filter((one) => one.kind === kind);
      if (x && y && this.spans(x, y)) return [x.name, y.name];
    }
    return ['z1', 'z2'];
  }

  find(name: string): Direction | undefined {
    return this.#directions.find((one) => one.name === name);
  }

  spans(x: Direction, y: Direction): boolean {
    return Math.abs(along(x, y.vector)) < PARALLEL;
  }

  /** @throws GenerativeError where the names are not two directions that make a plane */
  chart([first, second]: readonly [string, string]): Chart {
    if (this.size === 2) return FLAT;
    const [x, y] = [first, second].map((name) => {
      const direction = this.find(name);
      if (direction) return direction;
      const known = this.#directions.map((one) => one.name).join(', ');
      throw new GenerativeError('bad-attribute', `state.plane: the model has no direction ${JSON.stringify(name)}. There is: ${known}.`);
    }) as [Direction, Direction];
    if (!this.spans(x, y)) throw new GenerativeError('bad-attribute', `state.plane: ${first} and ${second} make no plane.`);
    return new Slice(x, y);
  }
}
