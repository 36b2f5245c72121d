/** Labelled points to draw: coordinates and a class for each. */
export type Points = {z: readonly number[]; labels: readonly number[]};

export type PointStyle = {
  /** From a coordinate to pixels, along either axis; y then counts upwards from `size`. */
  toPixel: (value: number) => number;
  size: number;
  /** Colour of each class; more classes than colours share them. */
  colors: readonly string[];
  /** Between a point and what lies behind it. */
  halo: string;
  radius: number;
  /** The class to raise; the rest fades. */
  raised: number | undefined;
};

const FADED = 0.16;

/** Dots with a thin halo, in the order given, so that no class covers another; the raised class last and on top. */
export function paintPoints(context: CanvasRenderingContext2D, {z, labels}: Points, style: PointStyle): void {
  const {toPixel, size, colors, halo, radius, raised} = style;
  const dot = (i: number, scale: number) => {
    context.fillStyle = colors[labels[i]! % colors.length]!;
    context.beginPath();
    context.arc(toPixel(z[2 * i]!), size - toPixel(z[2 * i + 1]!), radius * scale, 0, 2 * Math.PI);
    context.stroke();
    context.fill();
  };
  context.strokeStyle = halo;
  context.lineWidth = radius * 0.7;
  context.globalAlpha = raised === undefined ? 1 : FADED;
  labels.forEach((label, i) => label !== raised && dot(i, 1));
  context.globalAlpha = 1;
  labels.forEach((label, i) => label === raised && dot(i, 1.25));
}
