import {extentOf, isBorder, quantile, type Box} from './data-look.js';

/** A picture as a canvas gives it: RGBA bytes, row by row. */
export type Raster = {width: number; height: number; data: Uint8ClampedArray};

/** What a picture is of: its tones, and which of its pixels belong to the object rather than to the ground behind it. */
export type Subject = {
  width: number;
  height: number;
  /** Lightness, 0 … 1. */
  tones: Float32Array;
  /** 1 on the object, 0 on the ground, soft in between. */
  mask: Float32Array;
  box: Box;
  centre: [number, number];
  /** Lightness of the ground. */
  ground: number;
  /** The ground is a pattern: it is left out by the mask, not by its tone. */
  textured: boolean;
  /** The ground is lighter than the object. */
  lightGround: boolean;
  /** False where nothing stands out from the ground; then all of the picture is the object. */
  found: boolean;
};

/** A ring of this share of the shorter side is taken for ground. */
const RING = 0.05;
/** A ground whose colours stray further than this is a pattern. */
const EVEN = 0.05;
/** The least difference from the ground that can be an object's. */
const STANDS_OUT = 0.09;
/** Parts smaller than this share of the largest are specks. */
const SPECK = 0.06;

/** Finds the object in a photograph or a drawing on any ground, by how its colours differ from those along the edges of the picture. */
export function findSubject(raster: Raster): Subject {
  const {width, height} = raster;
  const [red, green, blue] = channelsOf(raster);
  const tones = red.map((value, i) => 0.299 * value + 0.587 * green[i]! + 0.114 * blue[i]!);
  const side = Math.min(width, height);
  const ring = Math.max(1, Math.round(RING * side));
  const isRing = (_: number, i: number) => isBorder(i, width, height, ring);
  const spread = Math.max(...[red, green, blue].map((channel) => deviation(channel.filter(isRing)).deviation));
  const textured = spread > EVEN;
  // A pattern averages out over more than its grain.
  const radius = textured ? Math.max(1, Math.round(side / 32)) : 0;
  const smooth = [red, green, blue].map((channel) => blur(blur(channel, width, height, radius), width, height, radius));
  const grounds = smooth.map((channel) => deviation(channel.filter(isRing)));
  const strangeness = tones.map((_, i) => {
    const squares = smooth.map((channel, k) => (channel[i]! - grounds[k]!.middle) ** 2 / (1 + (grounds[k]!.deviation / STANDS_OUT) ** 2));
    return Math.sqrt(Math.max(...squares));
  });
  const ringed = strangeness.filter(isRing);
  // An even ground ends where anything begins; in a pattern the object is what differs most.
  const threshold = textured
    ? Math.max(STANDS_OUT / 2, Math.min(otsu(strangeness), 3 * STANDS_OUT), 1.2 * quantile(ringed, 0.9)!)
    : Math.max(STANDS_OUT, 1.5 * quantile(ringed, 0.75)!);
  const on = withoutSpecks(
    strangeness.map((value) => (value > threshold ? 1 : 0)),
    width,
  );
  const extent = extentOf(on, width, 0.5);
  const ground = quantile(tones.filter(isRing), 0.5)!;
  const whole = {box: {left: 0, top: 0, right: width, bottom: height}, centre: [width / 2, height / 2] as [number, number]};
  if (!extent || extent.area < 0.002 * tones.length) {
    return {
      width,
      height,
      tones,
      mask: new Float32Array(tones.length).fill(1),
      ...whole,
      ground,
      textured,
      lightGround: ground > 0.5,
      found: false,
    };
  }
  const inside = quantile(
    tones.filter((_, i) => on[i]! > 0.5),
    0.5,
  )!;
  // Soft, and over the edge, where an even ground hides what the mask has cut too closely.
  const mask = textured ? blur(on, width, height, 1) : blur(grow(on, width, height, Math.max(1, Math.round(side / 100))), width, height, 1);
  const {box, centre} = extent;
  return {width, height, tones, mask, box, centre, ground, textured, lightGround: ground > inside, found: true};
}

/** What was drawn, as light on dark: [size, size] of 0 … 1. */
export function drawnSubject(values: Float32Array, size: number): Subject | undefined {
  const extent = extentOf(values, size, 0.1);
  if (!extent) return undefined;
  const mask = values.map((value) => (value > 0 ? 1 : 0));
  const {box, centre} = extent;
  return {width: size, height: size, tones: values, mask, box, centre, ground: 0, textured: false, lightGround: false, found: true};
}

/** Red, green and blue, 0 … 1. What is transparent shows white, or black behind a light picture. */
export function channelsOf({data}: Raster): [Float32Array, Float32Array, Float32Array] {
  let [light, opacity] = [0, 0];
  for (let i = 0; i < data.length; i += 4) {
    opacity += data[i + 3]!;
    light += (data[i + 3]! * (data[i]! + data[i + 1]! + data[i + 2]!)) / 765;
  }
  const behind = light / opacity > 0.6 ? 0 : 1;
  const channel = (offset: number) =>
    Float32Array.from({length: data.length / 4}, (_, i) => {
      const alpha = data[4 * i + 3]! / 255;
      return (alpha * data[4 * i + offset]!) / 255 + (1 - alpha) * behind;
    });
  return [channel(0), channel(1), channel(2)];
}

/** Median, and the deviation of a normal distribution with the same median of distances from it. */
function deviation(values: Float32Array): {middle: number; deviation: number} {
  const middle = quantile(values, 0.5)!;
  const distance = quantile(
    values.map((value) => Math.abs(value - middle)),
    0.5,
  )!;
  return {middle, deviation: 1.4826 * distance};
}

/** Mean over a square of side 2·radius + 1, clipped at the edges. */
function blur(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  if (radius === 0) return values;
  const along = (from: Float32Array, count: number, length: number, stride: number, step: number) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < count; line++) {
      const at = (k: number) => line * stride + k * step;
      let [sum, n] = [0, 0];
      for (let k = 0; k < Math.min(radius, length); k++, n++) sum += from[at(k)]!;
      for (let k = 0; k < length; k++) {
        if (k + radius < length) [sum, n] = [sum + from[at(k + radius)]!, n + 1];
        if (k > radius) [sum, n] = [sum - from[at(k - radius - 1)]!, n - 1];
        to[at(k)] = sum / n;
      }
    }
    return to;
  };
  return along(along(values, height, width, width, 1), width, height, 1, width);
}

function grow(on: Float32Array, width: number, height: number, radius: number): Float32Array {
  return blur(on, width, height, radius).map((value) => (value > 1e-4 ? 1 : 0));
}

/** The threshold that parts values best into two groups (Otsu 1979). */
function otsu(values: Float32Array): number {
  const BINS = 128;
  const highest = values.reduce((most, value) => Math.max(most, value), 0);
  if (highest === 0) return 0;
  const counts = new Float64Array(BINS);
  for (const value of values) counts[Math.min(BINS - 1, Math.floor((value / highest) * BINS))]!++;
  const total = counts.reduce((sum, count, bin) => sum + count * bin, 0);
  let [below, sum, best, at] = [0, 0, -1, 0];
  for (let bin = 0; bin < BINS - 1; bin++) {
    below += counts[bin]!;
    sum += counts[bin]! * bin;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sum / below - (total - sum) / above) ** 2;
    if (between > best) [best, at] = [between, bin];
  }
  return ((at + 1) / BINS) * highest;
}

/** Labels the regions of equal pixels that hang together by their sides. */
function regionsOf(on: Float32Array, width: number): {labels: Int32Array; regions: {area: number; isOn: boolean}[]} {
  const labels = new Int32Array(on.length).fill(-1);
  const regions: {area: number; isOn: boolean}[] = [];
  const stack = new Int32Array(on.length);
  for (let start = 0; start < on.length; start++) {
    if (labels[start] !== -1) continue;
    const label = regions.length;
    let [top, area] = [0, 0];
    labels[start] = label;
    stack[top++] = start;
    while (top > 0) {
      const at = stack[--top]!;
      area++;
      const x = at % width;
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= on.length || labels[next] !== -1 || on[next] !== on[start]) continue;
        labels[next] = label;
        stack[top++] = next;
      }
    }
    regions.push({area, isOn: on[start] === 1});
  }
  return {labels, regions};
}

function withoutSpecks(on: Float32Array, width: number): Float32Array {
  const {labels, regions} = regionsOf(on, width);
  const largest = regions.reduce((most, {area, isOn}) => (isOn ? Math.max(most, area) : most), 0);
  return on.map((value, i) => (value === 1 && regions[labels[i]!]!.area >= SPECK * largest ? 1 : 0));
}

/** Pixels that are on, and those that they enclose. */
export function filled(on: Float32Array, width: number): Float32Array {
  const {labels} = regionsOf(on, width);
  const open = new Set<number>();
  labels.forEach((label, i) => isBorder(i, width, on.length / width) && on[i] !== 1 && open.add(label));
  return on.map((_, i) => (open.has(labels[i]!) ? 0 : 1));
}
