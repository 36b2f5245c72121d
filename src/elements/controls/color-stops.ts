/** Red, green and blue in bytes. */
export type Color = readonly [number, number, number];

/** The colour at a place from 0 to 1 on the way through evenly spaced colours. */
export function colorAt(stops: readonly Color[], place: number): Color {
  const at = Math.min(1, Math.max(0, place)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(at));
  const [from, to] = [stops[low]!, stops[low + 1]!];
  const mix = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * (at - low));
  return [mix(0), mix(1), mix(2)];
}

/** The same as a CSS gradient, to stand as a legend. */
export const gradientOf = (stops: readonly Color[]): string =>
  `linear-gradient(to right, ${stops.map((color) => `rgb(${color.join(' ')})`).join(', ')})`;
