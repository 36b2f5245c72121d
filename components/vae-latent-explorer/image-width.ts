import {wholePixelWidth} from '../../src/elements/controls/image-canvas.js';

/** CSS width of the decoded image in a figure of `width`, as the styles lay it out: below the plane, beside it, or between it and the controls. */
export function imageWidth(width: number, pixels: number): number {
  const share = width < 520 ? 0.39 * width : width < 900 ? 0.385 * width - 6 : 0.42 * (width - 292);
  return wholePixelWidth(share, pixels);
}
