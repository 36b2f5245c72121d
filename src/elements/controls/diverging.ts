type Color = readonly [number, number, number];

/** Seven colours of PRGn (Brewer and Harrower 2003), which people of all kinds of colour vision tell apart. */
const STOPS: readonly Color[] = [
  [118, 42, 131],
  [175, 141, 195],
  [231, 212, 232],
  [247, 247, 247],
  [217, 240, 211],
  [127, 191, 123],
  [27, 120, 55],
];

/** Red, green and blue in bytes for a value from −1, purple, over 0, white, to 1, green. */
export function diverging(value: number): Color {
  const at = ((Math.min(1, Math.max(-1, value)) + 1) / 2) * (STOPS.length - 1);
  const low = Math.min(STOPS.length - 2, Math.floor(at));
  const [from, to] = [STOPS[low]!, STOPS[low + 1]!];
  const mix = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * (at - low));
  return [mix(0), mix(1), mix(2)];
}

/** The same as a CSS gradient, to stand as a legend. */
export const divergingGradient = `linear-gradient(to right, ${STOPS.map((color) => `rgb(${color.join(' ')})`).join(', ')})`;
