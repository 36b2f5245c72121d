import type {Ending} from '../plan.js';

export type Scalar = 'f32' | 'vec4f';

/** Largest float32; a limit beyond it, such as infinity, limits nothing. */
const LARGEST = 3.4e38;
/** exp() stays finite up to here; WGSL leaves open what comes of an overflow. */
const MOST = 88;

/** WGSL for an ending of the variable `x`. Functions that it calls come from `library`. */
export function endingOf(ending: Ending, x: string, type: Scalar): string {
  const real = (value: number): string => `${type}(${value})`;
  const atMost = (value: string, high: number): string => (high < LARGEST ? `min(${value}, ${real(high)})` : value);
  switch (ending.kind) {
    case 'clamp':
      return atMost(ending.low > -LARGEST ? `max(${x}, ${real(ending.low)})` : x, ending.high);
    case 'leaky': {
      const {slope, threshold, high} = ending;
      return `select((${x} - ${real(threshold)}) * ${real(slope)}, ${atMost(x, high)}, ${x} >= ${real(threshold)})`;
    }
    case 'elu':
      return `${real(ending.scale)} * select(${real(ending.alpha)} * expm1_${type}(${x}), ${x}, ${x} > ${real(0)})`;
    case 'hardSigmoid':
      return `clamp(${x} * ${real(ending.factor)} + ${real(ending.summand)}, ${real(0)}, ${real(1)})`;
    default:
      return `${ending.kind}_${type}(${x})`;
  }
}

/** Bodies of functions of `x`, callers before the functions that they call. The builtin tanh overflows on some drivers, and none has expm1 or log1p. */
const FUNCTIONS: Record<string, (type: Scalar) => string> = {
  sigmoid: (type) => `return 1 / (1 + exp_${type}(-x));`,
  swish: (type) => `return x / (1 + exp_${type}(-x));`,
  softsign: () => 'return x / (1 + abs(x));',
  softplus: (type) => `return max(x, ${type}(0)) + log1p_${type}(exp_${type}(-abs(x)));`,
  tanh: (type) => `let e = expm1_${type}(min(x + x, ${type}(40))); return e / (e + 2);`,
  // ½·x·(1 + erf(x/√2)) by Abramowitz and Stegun 7.1.26, as in tfjs.
  gelu: (type) => `let z = x * 0.7071067811865476; let t = 1 / (1 + abs(z) * 0.3275911);
  let p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return 0.5 * x * (1 + sign(z) * (1 - p * exp_${type}(-z * z)));`,
  // Taylor's series where exp(x) − 1 would cancel.
  expm1: (type) => `let series = x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5 * (1 + x / 6 * (1 + x / 7 * (1 + x / 8)))))));
  return select(exp_${type}(x) - 1, series, abs(x) < ${type}(0.5));`,
  // 2·artanh(x / (2 + x)), for x from 0 to 1.
  log1p: () => `let s = x / (2 + x); let q = s * s;
  return 2 * s * (1 + q * (1.0 / 3 + q * (1.0 / 5 + q * (1.0 / 7 + q * (1.0 / 9 + q * (1.0 / 11 + q * (1.0 / 13 + q / 15)))))));`,
  exp: (type) => `return exp(min(x, ${type}(${MOST})));`,
};

/** WGSL of the functions that `code` calls, directly or not. */
export function library(code: string): string {
  let all = code;
  let functions = '';
  for (const [name, body] of Object.entries(FUNCTIONS)) {
    for (const type of ['f32', 'vec4f'] as const) {
      if (!all.includes(`${name}_${type}(`)) continue;
      const made = `fn ${name}_${type}(x: ${type}) -> ${type} {\n  ${body(type)}\n}\n`;
      functions += made;
      all += made;
    }
  }
  return functions;
}
