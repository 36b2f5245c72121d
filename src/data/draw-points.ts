import type {Random} from './random.js';

/** `count` points of two coordinates each, drawn one by one. */
export function drawPoints(count: number, draw: () => [number, number]): Float32Array {
  const points = new Float32Array(2 * count);
  for (let at = 0; at < points.length; at += 2) points.set(draw(), at);
  return points;
}

/** A point with normal noise on both coordinates. */
export function blurred([x, y]: [number, number], sigma: number, random: Random): [number, number] {
  return [x + sigma * random.normal(), y + sigma * random.normal()];
}
