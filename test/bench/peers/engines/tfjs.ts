import * as tf from '@tensorflow/tfjs-core';
import {loadLayersModel} from '@tensorflow/tfjs-layers';
import type {Engine} from '../engine.js';
import {timed} from '../engine.js';

/** Each backend has weights of its own; which one computes is global, and said again before every run. */
export async function startTfjs(backend: string): Promise<Engine> {
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no ${backend} here`);
  return {
    async load({topology}) {
      await tf.setBackend(backend);
      const model = await loadLayersModel(topology);
      const shapes = model.inputs.map(({shape}) => shape.slice(1) as number[]);
      return {
        async run(inputs, batch) {
          if (tf.getBackend() !== backend) await tf.setBackend(backend);
          let x: tf.Tensor | undefined;
          const ran = await timed(() => {
            // The whole batch at once: by itself tfjs takes 32 examples at a time.
            x = tf.tidy(() => {
              const tensors = shapes.map((shape, at) => tf.tensor(inputs[at]!, [batch, ...shape]));
              return model.predict(tensors, {batchSize: batch}) as tf.Tensor;
            });
            return x.data() as Promise<Float32Array>;
          });
          x!.dispose();
          return ran;
        },
        dispose: () => model.dispose(),
      };
    },
  };
}
