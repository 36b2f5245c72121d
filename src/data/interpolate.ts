/** A way between two latents. */
export type Way = {a: readonly number[]; b: readonly number[]; path: 'linear' | 'spherical'};

/** Closer to 0 or π than this, the angle between two latents says no way round. */
const SMALL = 1e-3;

/** A place on the way from A to B, `t` from 0 to 1: on a straight line, or turning and stretching evenly (spherical, White 2016). */
export function placeOn({a, b, path}: Way, t: number): number[] {
  const mixed = (from: number, to: number) => a.map((value, i) => from * value + to * b[i]!);
  const lengths = [Math.hypot(...a), Math.hypot(...b)] as const;
  const cosine = a.reduce((sum, value, i) => sum + value * b[i]!, 0) / (lengths[0] * lengths[1]);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  if (path === 'linear' || !(angle > SMALL && angle < Math.PI - SMALL)) return mixed(1 - t, t);
  const length = lengths[0] + (lengths[1] - lengths[0]) * t;
  const sine = Math.sin(angle);
  return mixed((length * Math.sin((1 - t) * angle)) / (sine * lengths[0]), (length * Math.sin(t * angle)) / (sine * lengths[1]));
}
