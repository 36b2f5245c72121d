type Color = readonly [number, number, number];

/** Nine colours of viridis (Smith and van der Walt 2015), evenly spaced. */
const STOPS: readonly Color[] = [
  [68, 1, 84],
  [71, 45, 123],
  [59, 82, 139],
  [44, 114, 142],
  [33, 145, 140],
  [40, 174, 128],
  [94, 201, 98],
  [173, 220, 48],
  [253, 231, 37],
];

/** Red, green and blue in bytes for a value from 0 to 1. */
export function viridis(value: number): Color {
  const at = Math.min(1, Math.max(0, value)) * (STOPS.length - 1);
  const low = Math.min(STOPS.length - 2, Math.floor(at));
  const [from, to] = [STOPS[low]!, STOPS[low + 1]!];
  const mix = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * (at - low));
  return [mix(0), mix(1), mix(2)];
}

/** The same as a CSS gradient, to stand as a legend. */
export const viridisGradient = `linear-gradient(to right, ${STOPS.map((color) => `rgb(${color.join(' ')})`).join(', ')})`;
