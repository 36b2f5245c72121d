/** A number with a fixed count of digits and a true minus sign. */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  // Nothing is "minus zero" to a reader.
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}

/** A positive number to two significant digits: 1.6, 12, 860. */
export function significant(value: number): string {
  if (value < 9.95) return value.toFixed(1);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return String(Math.round(value / step) * step);
}

/** Bytes as kB of 1,000 bytes, MB from a million. */
export function bytes(count: number): string {
  return count < 1e6 ? `${Math.round(count / 1000)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

export function milliseconds(value: number): string {
  return value < 0.05 ? '< 0.1 ms' : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
