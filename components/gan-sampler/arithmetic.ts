import type {Code, CodeShape} from './code.js';

/**
 * a − b + c (Radford et al. 2016, section 6.3.2). A sum of three latents is longer than those that the generator was trained on, so it gets the length that the same sum gives of
 * theirs, within them; of classes it takes what is left above 0.
 */
export function combine([a, b, c]: readonly [Code, Code, Code], {latent}: CodeShape): Code {
  const sum = a.map((value, i) => value - b[i]! + c[i]!);
  const z = sum.slice(0, latent);
  const lengths = [a, b, c].map((code) => Math.hypot(...code.slice(0, latent))) as [number, number, number];
  const length = Math.min(Math.max(...lengths), Math.max(Math.min(...lengths), lengths[0] - lengths[1] + lengths[2]));
  const scale = length / (Math.hypot(...z) || 1);
  const shares = sum.slice(latent).map((share) => Math.max(0, share));
  const total = shares.reduce((all, share) => all + share, 0) || 1;
  return [...z.map((value) => value * scale), ...shares.map((share) => share / total)];
}
