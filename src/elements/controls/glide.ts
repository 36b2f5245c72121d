const MILLISECONDS = 420;
const ease = (t: number) => 1 - (1 - t) ** 3;

/** Moves a point to another in short, eased steps; in one where the reader asked for less motion. Returns what stops it on the way. */
export function glide<T extends readonly number[]>(from: T, to: T, step: (point: T, last: boolean) => void): () => void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
    step(to, true);
    return () => undefined;
  }
  let started: number | undefined;
  let frame = requestAnimationFrame(function advance(now) {
    started ??= now;
    const t = Math.min(1, (now - started) / MILLISECONDS);
    const at = ease(t);
    step(t === 1 ? to : (from.map((value, i) => value + (to[i]! - value) * at) as readonly number[] as T), t === 1);
    if (t < 1) frame = requestAnimationFrame(advance);
  });
  return () => cancelAnimationFrame(frame);
}
