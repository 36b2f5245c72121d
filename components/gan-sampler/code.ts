import {placeOn} from '../../src/data/interpolate.js';
import type {Random} from '../../src/data/random.js';
import type {Batch} from '../../src/format/graph.js';
import type {Manifest} from '../../src/format/manifest.js';

/** What a generator makes a picture of: a latent and, where the model is conditional, how much of each class behind it. */
export type Code = readonly number[];

/** How many numbers of each a model's codes have. */
export type CodeShape = {latent: number; classes: number};

export const codeShape = ({latent, condition}: Manifest): CodeShape => ({latent: latent?.size ?? 0, classes: condition?.size ?? 0});

/** Codes as the generator takes them. */
export function inputsOf(codes: readonly Code[], {latent, classes}: CodeShape): {z: Batch; labels?: Batch} {
  const part = (from: number, size: number) => ({
    data: Float32Array.from(codes.flatMap((code) => code.slice(from, from + size))),
    shape: [codes.length, size],
  });
  return {z: part(0, latent), ...(classes > 0 && {labels: part(latent, classes)})};
}

/** A code of a latent, and of one class where there are some. */
export function codeOf(z: ArrayLike<number>, label: number | undefined, {classes}: CodeShape): Code {
  return [...Array.from(z), ...Array.from({length: classes}, (_, i) => Number(i === label))];
}

/** A place on the way between two: the latent turns and stretches evenly, the classes mix. */
export function between(a: Code, b: Code, t: number, {latent}: CodeShape): Code {
  return [
    ...placeOn({a: a.slice(0, latent), b: b.slice(0, latent), path: 'spherical'}, t),
    ...a.slice(latent).map((share, i) => (1 - t) * share + t * b[latent + i]!),
  ];
}

/** One that is near: each number of its latent is changed by a normal one of that deviation. */
export function near(code: Code, radius: number, random: Random, {latent}: CodeShape): Code {
  return code.map((value, i) => (i < latent ? value + radius * random.normal() : value));
}
