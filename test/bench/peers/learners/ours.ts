// For its side effect: tfjs-core alone has no gradients registered.
import '@tensorflow/tfjs';
import type {Graph} from '../../../../src/format/graph.js';
import type {Examples} from '../../../../src/training/objectives/objective.js';
import {VaeObjective} from '../../../../src/training/objectives/vae.js';
import {wasmBackend} from '../../../../src/training/wasm-backend.js';
import {webgpuBackend} from '../../../../src/training/webgpu-backend.js';
import type {Places} from '../engine.js';
import {BATCH, RATE} from '../learning.js';
import type {Step} from '../training.js';

/** The learner that a page's training worker has. */
export async function start(kind: 'wasm' | 'webgpu', {tfjs}: Places, graphs: Record<string, Graph>, images: Uint8Array): Promise<Step> {
  const backend = kind === 'wasm' ? wasmBackend : webgpuBackend;
  const refused = await backend.start({'tfjs-backend-wasm-simd.wasm': `${tfjs}tfjs-backend-wasm-simd.wasm`}, true, (why) =>
    console.error(why),
  );
  if (refused !== undefined) throw new Error(refused);
  const examples: Examples = {images, shape: [28, 28, 1], count: images.length / 784};
  const objective = new VaeObjective({latent: 16, beta: 1, draws: 1, greyInputs: 0});
  const learner = backend.learner({
    graphs,
    problem: {examples, gains: {}, objective: () => objective},
    seed: 1,
    options: {learningRate: RATE, batchSize: BATCH, objective: {}},
    checkpoint: undefined,
  });
  return async (step) => {
    const started = performance.now();
    learner.step(step, RATE);
    const losses = learner.losses();
    const script = performance.now() - started;
    return {loss: (await losses)['loss']!, script};
  };
}
