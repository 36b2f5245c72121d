/** tfjs-layers, the oracle of the format and of every engine. The test runner serves it to the browser as one prebuilt file. */
export * as tf from '@tensorflow/tfjs';
