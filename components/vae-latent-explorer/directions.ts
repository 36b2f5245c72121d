import type {LatentPoints, Manifest} from '../../src/format/manifest.js';
import {principalAxes} from './principal-axes.js';

/** A direction of latent space, of length one. Names of single latents are `z1` and so on. */
export type Direction = {name: string; kind: 'attribute' | 'principal' | 'latent'; vector: number[]};

/** How far z lies along a direction, in standard deviations of the prior. */
export function along({vector}: Direction, z: readonly number[]): number {
  return vector.reduce((sum, value, i) => sum + value * z[i]!, 0);
}

/** The standard deviation along a direction of a normal distribution with these deviations. */
export function deviationAlong({vector}: Direction, deviation: readonly number[]): number {
  return Math.hypot(...vector.map((value, i) => value * deviation[i]!));
}

/** Along the direction to the place `at`, and nowhere else. */
export function moveAlong(direction: Direction, z: readonly number[], at: number): number[] {
  const step = at - along(direction, z);
  return z.map((value, i) => value + step * direction.vector[i]!);
}

/** How models name the directions along which pictures change most. */
const PRINCIPAL = /^principal-\d+$/;
/** Principal directions that are made of points where a model ships none. */
const COUNT = 6;

/**
 * Everything along which a reader can go: attributes that the model names, principal directions, then single latents, most active first.
 * A latent is as active as its posterior means vary (Burda et al. 2016): where the aggregate posterior fits the prior, KL grows with that.
 */
export function directionsOf({latent}: Manifest, points: LatentPoints | undefined): Direction[] {
  const size = latent?.size ?? 0;
  const shipped = Object.entries(latent?.directions ?? {}).flatMap(([name, vector]): Direction[] => {
    const length = Math.hypot(...vector);
    if (length === 0) return [];
    return [{name, kind: PRINCIPAL.test(name) ? 'principal' : 'attribute', vector: vector.map((value) => value / length)}];
  });
  const principal = shipped.filter(({kind}) => kind === 'principal');
  return [
    ...shipped.filter(({kind}) => kind === 'attribute'),
    ...(principal.length > 0 || !points ? principal : fromPoints(points, size)),
    ...byActivity(points, size).map((at): Direction => ({
      name: `z${at + 1}`,
      kind: 'latent',
      vector: Array.from({length: size}, (_, i) => Number(i === at)),
    })),
  ];
}

function fromPoints({z}: LatentPoints, size: number): Direction[] {
  return principalAxes(z, size, Math.min(COUNT, size)).map((vector, i) => ({name: `principal-${i + 1}`, kind: 'principal', vector}));
}

function byActivity(points: LatentPoints | undefined, size: number): number[] {
  const order = Array.from({length: size}, (_, at) => at);
  if (!points) return order;
  const activity = order.map((at) => variance(points.z.filter((_, i) => i % size === at)));
  return order.sort((a, b) => activity[b]! - activity[a]!);
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
