import type {DataLook} from './data-look.js';
import {quantile} from './data-look.js';
import {channelsOf, filled, type Raster, type Subject} from './subject.js';

/** What a reader may set right: `zoom` 1 has the size of the data, `x` and `y` move by fractions of the picture's side. */
export type Adjustment = {inverted: boolean; zoom: number; x: number; y: number; fill: boolean};

export type Target = {width: number; height: number; range: readonly [number, number]};

/** Samples for each pixel and direction: enough to average what lies under it. */
const MOST_SAMPLES = 12;

export function usualAdjustment(subject: Subject, look: DataLook, isDrawn: boolean): Adjustment {
  return {inverted: subject.lightGround, zoom: 1, x: 0, y: 0, fill: isDrawn && look.solid};
}

/**
 * The subject as a picture of the data set: of its size, in its middle, in its contrast, light on dark or dark on light as it is there.
 * [height × width] in the data's range.
 */
export function fitSubject(subject: Subject, look: DataLook, adjustment: Adjustment, target: Target): Float32Array {
  const {box, centre, width, height} = subject;
  const strength = strengthOf(subject, look, adjustment);
  const longest = Math.max(box.right - box.left, box.bottom - box.top);
  const side = Math.max(target.width, target.height);
  const middle = look.centring === 'mass' ? centre : [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const scale = longest / (look.reach * side * adjustment.zoom);
  const sampled = resample([strength], width, height, middle, scale, adjustment, target)[0]!;
  const sign = look.ground > 0.5 ? -1 : 1;
  return toRange(
    sampled.map((value) => look.ground + sign * value),
    target.range,
  );
}

/** A square from the middle of a colour picture: [height × width × 3] in the data's range. */
export function fitColours(raster: Raster, {zoom, x, y}: Adjustment, target: Target): Float32Array {
  const {width, height} = raster;
  const scale = Math.min(width / target.width, height / target.height) / zoom;
  const channels = resample(channelsOf(raster), width, height, [width / 2, height / 2], scale, {x, y}, target);
  const values = Float32Array.from({length: 3 * target.width * target.height}, (_, i) => channels[i % 3]![Math.floor(i / 3)]!);
  return toRange(values, target.range);
}

/** How far each pixel stands out from the ground, in the contrast of the data: 0 … 1. */
function strengthOf({tones, mask, ground, textured, width}: Subject, look: DataLook, {inverted, fill}: Adjustment): Float32Array {
  const base = inverted ? tones.map((tone) => 1 - tone) : tones;
  const inside = base.filter((_, i) => mask[i]! > 0.9);
  // An even ground is dark by itself; before a pattern the object's own darkest tone must still be lighter than the ground.
  const zero = inverted ? 1 - ground : ground;
  const low = textured ? quantile(inside, 0.03)! : zero;
  const high = Math.max(quantile(inside, 0.97) ?? 1, low + 0.1);
  const least = textured ? 0.3 * look.strongest : 0;
  const raw = base.map((value, i) => mask[i]! * Math.max(0, least + ((look.strongest - least) * (value - low)) / (high - low)));
  const tone = quantile(
    raw.filter((value, i) => mask[i]! > 0.9 && value > 0.1),
    0.5,
  );
  const factor = tone ? Math.min(1.5, Math.max(0.6, look.tone / tone)) : 1;
  const strength = raw.map((value) => Math.min(1, factor * value));
  if (!fill) return strength;
  const holes = filled(
    strength.map((value) => (value > 0.3 * look.tone ? 1 : 0)),
    width,
  );
  return strength.map((value, i) => Math.max(value, holes[i]! * look.tone));
}

/** Channels around a middle, `scale` of their pixels for one of the target's; what lies outside is 0. */
function resample(
  channels: readonly Float32Array[],
  width: number,
  height: number,
  middle: readonly number[],
  scale: number,
  {x: shiftX, y: shiftY}: {x: number; y: number},
  target: Target,
): Float32Array[] {
  const samples = Math.min(MOST_SAMPLES, Math.max(2, Math.ceil(scale)));
  const results = channels.map(() => new Float32Array(target.width * target.height));
  const place = (pixel: number, sample: number, count: number, shift: number, from: number) =>
    from + (pixel + (sample + 0.5) / samples - count / 2 - shift * count) * scale - 0.5;
  for (let row = 0; row < target.height; row++) {
    for (let column = 0; column < target.width; column++) {
      const at = row * target.width + column;
      for (let k = 0; k < samples * samples; k++) {
        const x = place(column, k % samples, target.width, shiftX, middle[0]!);
        const y = place(row, Math.floor(k / samples), target.height, shiftY, middle[1]!);
        channels.forEach((channel, c) => (results[c]![at]! += bilinear(channel, width, height, x, y) / samples ** 2));
      }
    }
  }
  return results;
}

function bilinear(values: Float32Array, width: number, height: number, x: number, y: number): number {
  if (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5) return 0;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const at = (column: number, row: number) =>
    values[Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column))]!;
  return (1 - fy) * ((1 - fx) * at(left, top) + fx * at(left + 1, top)) + fy * ((1 - fx) * at(left, top + 1) + fx * at(left + 1, top + 1));
}

function toRange(values: Float32Array, [low, high]: readonly [number, number]): Float32Array {
  return values.map((value) => low + (high - low) * Math.min(1, Math.max(0, value)));
}
