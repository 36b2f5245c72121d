import {colorAt, gradientOf, type Color} from './color-stops.js';

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
export const diverging = (value: number): Color => colorAt(STOPS, (value + 1) / 2);

/** The same as a CSS gradient, to stand as a legend. */
export const divergingGradient = gradientOf(STOPS);
