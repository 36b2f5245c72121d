// Kernels of training. They run on tfjs-wasm's own heap (imported memory), so: no allocation, no data section, every area is given by the caller. Offsets and steps are in bytes.
export {adam} from './adam';
export {conv2d, conv2dFilterGradient, conv2dInputGradient, conv2dInputGradientScratch, conv2dScratch} from './convolution';
export {affineCoupling, affineCouplingGradient, splineCoupling, splineCouplingGradient, splineScratch} from './coupling';
export {biasGradient, leakyRelu, leakyReluGradient, relu, reluGradient, tanh, tanhGradient} from './elementwise';
export {sigmoidCrossEntropy} from './loss';
export {matMul, matMulScratch, matMulTransposedA} from './matmul';
