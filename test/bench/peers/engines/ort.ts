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
      const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
      const metadata = session.inputMetadata[0]!;
      const shape = metadata.shape.slice(1) as number[];
      return {
        run: (data, batch) =>
          timed(async () => {
            const results = await session.run({[input]: new ort.Tensor('float32', data, [batch, ...shape])});
            return results[output]!.getData();
          }),
        dispose: () => void session.release(),
      };
    },
  };
}
