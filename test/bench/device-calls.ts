// What is asked of a WebGPU device, counted where every library has to pass. To be imported before any of them asks for one.

/** Bytes are those that went to the device and came back. */
export type Calls = {dispatches: number; submits: number; bindGroups: number; buffers: number; bytes: number};

const calls: Calls = {dispatches: 0, submits: 0, bindGroups: 0, buffers: 0, bytes: 0};

if ('GPUDevice' in globalThis) {
  count(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches');
  count(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', 'dispatches');
  count(GPUQueue.prototype, 'submit', 'submits');
  count(GPUDevice.prototype, 'createBindGroup', 'bindGroups');
  count(GPUDevice.prototype, 'createBuffer', 'buffers');
  count(GPUQueue.prototype, 'writeBuffer', 'bytes', ([, , data, offset = 0, size]) => {
    const {BYTES_PER_ELEMENT: unit = 1, byteLength} = data as Float32Array;
    return size === undefined ? byteLength - (offset as number) * unit : (size as number) * unit;
  });
  count(GPUBuffer.prototype, 'getMappedRange', 'bytes', (_, range) => (range as ArrayBuffer).byteLength);
}

function count(prototype: object, method: string, what: keyof Calls, amount: (args: unknown[], result: unknown) => number = () => 1): void {
  const original = Reflect.get(prototype, method) as (...args: unknown[]) => unknown;
  Reflect.set(prototype, method, function (this: unknown, ...args: unknown[]) {
    const result = original.apply(this, args);
    calls[what] += amount(args, result);
    return result;
  });
}

/** What a run asks of the device. */
export async function counted(run: () => Promise<unknown>): Promise<Calls> {
  const before = {...calls};
  await run();
  return Object.fromEntries(Object.entries(calls).map(([what, now]) => [what, now - before[what as keyof Calls]])) as Calls;
}
