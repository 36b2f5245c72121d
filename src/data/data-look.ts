/** How the pictures of a grey data set look, so that another picture can be made to look like them. Lengths are fractions of the longer side, tones 0 … 1. */
export type DataLook = {
  /** Tone of the ground. */
  ground: number;
  /** Median distance of an object's tone from the ground's, and what few pixels go beyond. */
  tone: number;
  strongest: number;
  /** Longest side of an object's bounding box. */
  reach: number;
  /** What lies in the middle: the box, or the centre of mass (as in MNIST). */
  centring: 'box' | 'mass';
  /** Objects are areas and not lines. */
  solid: boolean;
};

/** For a model that shows no examples of its data. */
export const USUAL_LOOK: DataLook = {ground: 0, tone: 0.7, strongest: 1, reach: 0.85, centring: 'box', solid: false};

/** Tones this close to the ground count as ground. */
const FAINT = 0.1;

export type Box = {left: number; top: number; right: number; bottom: number};

/** The smallest box around all that is on, and the centre of mass of it; undefined where nothing is. */
export function extentOf(
  weights: Float32Array,
  width: number,
  threshold: number,
): {box: Box; centre: [number, number]; area: number} | undefined {
  const box = {left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity};
  let [mass, x, y, area] = [0, 0, 0, 0];
  weights.forEach((weight, i) => {
    if (weight <= threshold) return;
    const [column, row] = [i % width, Math.floor(i / width)];
    box.left = Math.min(box.left, column);
    box.right = Math.max(box.right, column + 1);
    box.top = Math.min(box.top, row);
    box.bottom = Math.max(box.bottom, row + 1);
    area++;
    mass += weight;
    x += weight * (column + 0.5);
    y += weight * (row + 0.5);
  });
  return area > 0 ? {box, centre: [x / mass, y / mass], area} : undefined;
}

/** The look of some examples, each [height × width] of 0 … 1. */
export function lookOf(examples: readonly Float32Array[], width: number, height: number): DataLook {
  const border = examples.flatMap((image) => [...image].filter((_, i) => isBorder(i, width, height)));
  const ground = quantile(border, 0.5);
  if (ground === undefined) return USUAL_LOOK;
  const side = Math.max(width, height);
  const objects = examples.flatMap((image) => {
    const weights = image.map((value) => Math.abs(value - ground));
    const extent = extentOf(weights, width, FAINT);
    return extent ? [{...extent, tones: [...weights].filter((weight) => weight > FAINT)}] : [];
  });
  if (objects.length === 0) return {...USUAL_LOOK, ground};
  const middle = (values: number[]) => quantile(values, 0.5)!;
  const spread = (points: (readonly [number, number])[]) =>
    points.reduce((sum, [x, y]) => sum + (x - width / 2) ** 2 + (y - height / 2) ** 2, 0);
  const boxes = objects.map(({box}) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2] as const);
  return {
    ground,
    tone: middle(objects.map(({tones}) => middle(tones))),
    strongest: middle(objects.map(({tones}) => quantile(tones, 0.98)!)),
    reach: middle(objects.map(({box}) => Math.max(box.right - box.left, box.bottom - box.top))) / side,
    centring: spread(objects.map(({centre}) => centre)) < spread(boxes) ? 'mass' : 'box',
    solid: middle(objects.map(({box, area}) => area / ((box.right - box.left) * (box.bottom - box.top)))) > 0.55,
  };
}

export function isBorder(index: number, width: number, height: number, ring = 1): boolean {
  const [x, y] = [index % width, Math.floor(index / width)];
  return x < ring || y < ring || x >= width - ring || y >= height - ring;
}

/** Value below which a share of the values lies; undefined of none. */
export function quantile(values: ArrayLike<number>, share: number): number | undefined {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
