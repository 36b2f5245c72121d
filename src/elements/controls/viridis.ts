import {colorAt, gradientOf, type Color} from './color-stops.js';

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
export const viridis = (value: number): Color => colorAt(STOPS, value);

/** The same as a CSS gradient, to stand as a legend. */
export const viridisGradient = gradientOf(STOPS);
