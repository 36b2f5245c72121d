/** What a worker under test can be told to do, and what it counts. */
export type WorkerCounts = {devices: number; buffers: number; bufferBytes: number; wasmBytes: number};
export type Order = 'destroy device' | 'close' | 'throw' | 'hang' | 'count';

/** Runs in the worker before its own script: faults on demand, and a count of what it holds. */
export const prelude = (channel: string): string => `
  const orders = new BroadcastChannel('${channel}');
  const held = {devices: [], buffers: new Set(), memories: []};
  if (globalThis.GPUAdapter) {
    const {requestDevice} = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (descriptor) {
      const device = await requestDevice.call(this, descriptor);
      held.devices.push(device);
      return device;
    };
    const {createBuffer} = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (descriptor) {
      const buffer = createBuffer.call(this, descriptor);
      held.buffers.add(buffer);
      return buffer;
    };
    const {destroy} = GPUBuffer.prototype;
    GPUBuffer.prototype.destroy = function () {
      held.buffers.delete(this);
      destroy.call(this);
    };
  }
  const {Memory} = WebAssembly;
  WebAssembly.Memory = function (descriptor) {
    const memory = new Memory(descriptor);
    held.memories.push(memory);
    return memory;
  };
  orders.onmessage = ({data: {order, id}}) => {
    if (order === 'destroy device') held.devices.at(-1).destroy();
    if (order === 'close') close();
    if (order === 'throw') setTimeout(() => { throw new Error('a worker that fails'); });
    if (order === 'hang') for (;;);
    const sum = (items, size) => [...items].reduce((total, item) => total + size(item), 0);
    const counts = {
      devices: held.devices.length,
      buffers: held.buffers.size,
      bufferBytes: sum(held.buffers, ({size}) => size),
      wasmBytes: sum(held.memories, ({buffer}) => buffer.byteLength),
    };
    orders.postMessage({answer: id, counts});
  };
`;
