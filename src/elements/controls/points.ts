/** Labelled points to draw: coordinates and a class for each. */
export type Points = {z: readonly number[]; labels: readonly number[]};

export type PointStyle = {
  /** Colour of each class. */
  colors: readonly string[];
  /** Between a point and what lies behind it. */
  halo: string;
  radius: number;
  /** The class to raise; the rest fades. */
  raised: number | undefined;
};

const FADED = 0.16;

/** Dots with a thin halo, class by class, the raised class last and on top. `toPixel` maps a coordinate; `flip` is the plane's upward axis. */
export function paintPoints(
  context: CanvasRenderingContext2D,
  points: Points,
  toPixel: (value: number) => number,
  flip: number,
  style: PointStyle,
): void {
  const {colors, halo, radius, raised} = style;
  const order = colors.map((_, label) => label).sort((a, b) => Number(a === raised) - Number(b === raised));
  for (const label of order) {
    context.globalAlpha = raised === undefined || raised === label ? 1 : FADED;
    context.strokeStyle = halo;
    context.lineWidth = radius * 0.7;
    context.fillStyle = colors[label]!;
    const size = radius * (label === raised ? 1.25 : 1);
    points.labels.forEach((own, i) => {
      if (own !== label) return;
      context.beginPath();
      context.arc(toPixel(points.z[2 * i]!), flip - toPixel(points.z[2 * i + 1]!), size, 0, 2 * Math.PI);
      context.stroke();
      context.fill();
    });
  }
  context.globalAlpha = 1;
}
