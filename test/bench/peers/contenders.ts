import type {Contender} from './engine.js';

/** Each engine is fetched when it is asked for, alone: so its bytes and its start can be told. */
export const CONTENDERS: readonly Contender[] = [
  {name: 'ours, wasm', device: false, ours: true, start: async () => (await import('./engines/ours-wasm.js')).start()},
  {name: 'ours, plain loops', device: false, ours: true, start: async () => (await import('./engines/ours-reference.js')).start()},
  {name: 'tfjs-wasm', device: false, ours: false, start: async (places) => (await import('./engines/tfjs-wasm.js')).start(places)},
  {name: 'tfjs-cpu', device: false, ours: false, start: async () => (await import('./engines/tfjs-cpu.js')).start()},
  {
    name: 'onnxruntime-web, wasm',
    device: false,
    ours: false,
    start: async (places) => (await import('./engines/ort-wasm.js')).start(places),
  },
  {name: 'jax-js, wasm', device: false, ours: false, start: async () => (await import('./engines/jax.js')).start('wasm')},
  {name: 'ours, WebGPU', device: true, ours: true, start: async () => (await import('./engines/ours-webgpu.js')).start()},
  {
    name: 'ours, WebGPU, same arrays',
    device: true,
    ours: true,
    start: async () => (await import('./engines/ours-webgpu.js')).start({reuses: true}),
    startsAlike: true,
  },
  {name: 'ours, WebGPU f16', device: true, ours: true, start: async () => (await import('./engines/ours-webgpu.js')).start({half: true})},
  {name: 'tfjs-webgpu', device: true, ours: false, start: async () => (await import('./engines/tfjs-webgpu.js')).start()},
  {name: 'tfjs-webgl', device: true, ours: false, start: async () => (await import('./engines/tfjs-webgl.js')).start()},
  {
    name: 'onnxruntime-web, WebGPU',
    device: true,
    ours: false,
    start: async (places) => (await import('./engines/ort-webgpu.js')).start(places),
  },
  {name: 'jax-js, WebGPU', device: true, ours: false, start: async () => (await import('./engines/jax.js')).start('webgpu')},
];
