import type {InferenceSession, Tensor} from 'onnxruntime-web/wasm';
import type {Engine} from '../engine.js';
import {timed} from '../engine.js';

/** What the bench needs of onnxruntime-web. */
export type Ort = {InferenceSession: typeof InferenceSession; Tensor: typeof Tensor};

/** A session from an ONNX file, as onnxruntime-web is used: by its URL. */
export function asEngine(ort: Ort, provider: 'wasm' | 'webgpu'): Engine {
  return {
    async load({onnx}) {
      const session = await ort.InferenceSession.create(onnx, {executionProviders: [provider]});
      const output = session.outputNames[0]!;
      const shapes = session.inputMetadata.map(({shape}) => shape.slice(1) as number[]);
      return {
        run: (inputs, batch) =>
          timed(async () => {
            const tensors = inputs.map((data, at) => [session.inputNames[at]!, new ort.Tensor('float32', data, [batch, ...shapes[at]!])]);
            const results = await session.run(Object.fromEntries(tensors));
            return results[output]!.getData();
          }),
        dispose: () => void session.release(),
      };
    },
  };
}
