import * as tf from '@tensorflow/tfjs-core';
import {type LabelledExamples, exampleImage} from './data.js';

const BATCH = 200;

/** Calls `visit` with images of a data set as tensors [batch, height, width, channels] with values 0 … 1, some hundred at a time; all of them, or those of `indices`. */
export function eachBatch(
  examples: LabelledExamples,
  visit: (x: tf.Tensor4D) => void,
  indices: readonly number[] = Array.from({length: examples.count}, (_, i) => i),
): void {
  for (let start = 0; start < indices.length; start += BATCH) {
    const images = indices.slice(start, start + BATCH).map((index) => exampleImage(examples, index));
    tf.tidy(() => visit(tf.stack(images.map((image) => tf.tensor(image, examples.shape))) as tf.Tensor4D));
  }
}
