/**
 * The buffers of a result's typed arrays, to be moved rather than copied. A view of a part of a larger buffer (an engine's memory) is replaced
 * by a copy of that part: it would be cloned, or detached, with everything around it.
 */
export function transferables(value: object): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const [key, item] of Object.entries(value)) {
    if (item instanceof Float32Array) {
      const whole = item.byteLength === item.buffer.byteLength ? item : item.slice();
      (value as Record<string, unknown>)[key] = whole;
      buffers.add(whole.buffer as ArrayBuffer);
    } else if (typeof item === 'object' && item !== null) {
      transferables(item as object).forEach((buffer) => buffers.add(buffer));
    }
  }
  return [...buffers];
}
