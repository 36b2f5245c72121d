/**
 * One step of Adam (Kingma and Ba 2015, algorithm 1) on a flat range of parameters, and the exponential moving average of the parameters beside it.
 * `rate` is the learning rate with both bias corrections folded in: α·√(1 − β₂ᵗ)/(1 − β₁ᵗ), so that ε is the paper's ε̂.
 */
export function adam(
  parameters: usize,
  gradients: usize,
  first: usize,
  second: usize,
  average: usize,
  count: i32,
  rate: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
  decay: f32,
): void {
  const keep1 = f32x4.splat(beta1);
  const add1 = f32x4.splat(1 - beta1);
  const keep2 = f32x4.splat(beta2);
  const add2 = f32x4.splat(1 - beta2);
  const step = f32x4.splat(rate);
  const tiny = f32x4.splat(epsilon);
  const blend = f32x4.splat(1 - decay);
  // Whole vectors: the caller rounds its ranges up to four.
  const bytes = (<usize>count) << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const g = v128.load(gradients + at);
    const m = f32x4.add(f32x4.mul(keep1, v128.load(first + at)), f32x4.mul(add1, g));
    const v = f32x4.add(f32x4.mul(keep2, v128.load(second + at)), f32x4.mul(add2, f32x4.mul(g, g)));
    const p = f32x4.sub(v128.load(parameters + at), f32x4.div(f32x4.mul(step, m), f32x4.add(f32x4.sqrt(v), tiny)));
    const a = v128.load(average + at);
    v128.store(first + at, m);
    v128.store(second + at, v);
    v128.store(parameters + at, p);
    v128.store(average + at, f32x4.add(a, f32x4.mul(blend, f32x4.sub(p, a))));
  }
}
