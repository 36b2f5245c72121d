/** Whether an adapter is software. Chromium had the flag on the adapter before it came to lie in its information. */
export function computesOnCpu(adapter: GPUAdapter): boolean {
  return adapter.info?.isFallbackAdapter ?? (adapter as GPUAdapter & {isFallbackAdapter?: boolean}).isFallbackAdapter ?? false;
}
