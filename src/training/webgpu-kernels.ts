// The kernels of tfjs-webgpu that graphs, objectives and their gradients are made of. A whole backend is 40 kB gzip more.
import {registerKernel} from '@tensorflow/tfjs-core';
import {absConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Abs.js';
import {addConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Add.js';
import {addNConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/AddN.js';
import {allConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/All.js';
import {argMaxConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/ArgMax.js';
import {argMinConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/ArgMin.js';
import {atanConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Atan.js';
import {atanhConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Atanh.js';
import {avgPoolConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/AvgPool.js';
import {avgPoolGradConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/AvgPoolGrad.js';
import {batchMatMulConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/BatchMatMul.js';
import {castConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Cast.js';
import {ceilConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Ceil.js';
import {clipByValueConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/ClipByValue.js';
import {concatConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Concat.js';
import {conv2DConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Conv2D.js';
import {conv2DBackpropFilterConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Conv2DBackpropFilter.js';
import {conv2DBackpropInputConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Conv2DBackpropInput.js';
import {cosConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Cos.js';
import {cumsumConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Cumsum.js';
import {depthwiseConv2dNativeConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/DepthwiseConv2dNative.js';
import {depthwiseConv2dNativeBackpropFilterConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/DepthwiseConv2dNativeBackpropFilter.js';
import {depthwiseConv2dNativeBackpropInputConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/DepthwiseConv2dNativeBackpropInput.js';
import {eluConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Elu.js';
import {eluGradConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/EluGrad.js';
import {equalConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Equal.js';
import {erfConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Erf.js';
import {expConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Exp.js';
import {expandDimsConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/ExpandDims.js';
import {expm1Config} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Expm1.js';
import {fillConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Fill.js';
import {floorConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Floor.js';
import {fusedBatchNormConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/FusedBatchNorm.js';
import {gatherV2Config} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/GatherV2.js';
import {greaterConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Greater.js';
import {greaterEqualConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/GreaterEqual.js';
import {identityConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Identity.js';
import {isNaNConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/IsNaN.js';
import {leakyReluConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/LeakyRelu.js';
import {lessConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Less.js';
import {lessEqualConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/LessEqual.js';
import {logConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Log.js';
import {log1pConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Log1p.js';
import {logicalAndConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/LogicalAnd.js';
import {logicalNotConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/LogicalNot.js';
import {logicalOrConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/LogicalOr.js';
import {maxConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Max.js';
import {maximumConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Maximum.js';
import {maxPoolConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/MaxPool.js';
import {maxPoolGradConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/MaxPoolGrad.js';
import {meanConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Mean.js';
import {minConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Min.js';
import {minimumConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Minimum.js';
import {mirrorPadConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/MirrorPad.js';
import {multiplyConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Multiply.js';
import {negConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Neg.js';
import {notEqualConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/NotEqual.js';
import {oneHotConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/OneHot.js';
import {onesLikeConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/OnesLike.js';
import {packConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Pack.js';
import {padV2Config} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/PadV2.js';
import {powConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Pow.js';
import {preluConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Prelu.js';
import {prodConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Prod.js';
import {rangeConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Range.js';
import {realDivConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/RealDiv.js';
import {reciprocalConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Reciprocal.js';
import {reluConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Relu.js';
import {relu6Config} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Relu6.js';
import {reshapeConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Reshape.js';
import {resizeBilinearConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/ResizeBilinear.js';
import {resizeBilinearGradConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/ResizeBilinearGrad.js';
import {resizeNearestNeighborConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/ResizeNearestNeighbor.js';
import {resizeNearestNeighborGradConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/ResizeNearestNeighborGrad.js';
import {reverseConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Reverse.js';
import {roundConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Round.js';
import {rsqrtConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Rsqrt.js';
import {selectConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Select.js';
import {seluConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Selu.js';
import {sigmoidConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Sigmoid.js';
import {signConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Sign.js';
import {sinConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Sin.js';
import {sliceConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Slice.js';
import {softmaxConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Softmax.js';
import {softplusConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Softplus.js';
import {splitVConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/SplitV.js';
import {sqrtConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Sqrt.js';
import {squareConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Square.js';
import {squaredDifferenceConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/SquaredDifference.js';
import {stepConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Step.js';
import {subConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Sub.js';
import {sumConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Sum.js';
import {tanhConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Tanh.js';
import {tileConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Tile.js';
import {transposeConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Transpose.js';
import {unpackConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Unpack.js';
import {unsortedSegmentSumConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/UnsortedSegmentSum.js';
import {zerosLikeConfig} from '@tensorflow/tfjs-backend-webgpu/dist/kernels/ZerosLike.js';

const KERNELS = [
  absConfig,
  addConfig,
  addNConfig,
  allConfig,
  argMaxConfig,
  argMinConfig,
  atanConfig,
  atanhConfig,
  avgPoolConfig,
  avgPoolGradConfig,
  batchMatMulConfig,
  castConfig,
  ceilConfig,
  clipByValueConfig,
  concatConfig,
  conv2DConfig,
  conv2DBackpropFilterConfig,
  conv2DBackpropInputConfig,
  cosConfig,
  cumsumConfig,
  depthwiseConv2dNativeConfig,
  depthwiseConv2dNativeBackpropFilterConfig,
  depthwiseConv2dNativeBackpropInputConfig,
  eluConfig,
  eluGradConfig,
  equalConfig,
  erfConfig,
  expConfig,
  expandDimsConfig,
  expm1Config,
  fillConfig,
  floorConfig,
  fusedBatchNormConfig,
  gatherV2Config,
  greaterConfig,
  greaterEqualConfig,
  identityConfig,
  isNaNConfig,
  leakyReluConfig,
  lessConfig,
  lessEqualConfig,
  logConfig,
  log1pConfig,
  logicalAndConfig,
  logicalNotConfig,
  logicalOrConfig,
  maxConfig,
  maximumConfig,
  maxPoolConfig,
  maxPoolGradConfig,
  meanConfig,
  minConfig,
  minimumConfig,
  mirrorPadConfig,
  multiplyConfig,
  negConfig,
  notEqualConfig,
  oneHotConfig,
  onesLikeConfig,
  packConfig,
  padV2Config,
  powConfig,
  preluConfig,
  prodConfig,
  rangeConfig,
  realDivConfig,
  reciprocalConfig,
  reluConfig,
  relu6Config,
  reshapeConfig,
  resizeBilinearConfig,
  resizeBilinearGradConfig,
  resizeNearestNeighborConfig,
  resizeNearestNeighborGradConfig,
  reverseConfig,
  roundConfig,
  rsqrtConfig,
  selectConfig,
  seluConfig,
  sigmoidConfig,
  signConfig,
  sinConfig,
  sliceConfig,
  softmaxConfig,
  softplusConfig,
  splitVConfig,
  sqrtConfig,
  squareConfig,
  squaredDifferenceConfig,
  stepConfig,
  subConfig,
  sumConfig,
  tanhConfig,
  tileConfig,
  transposeConfig,
  unpackConfig,
  unsortedSegmentSumConfig,
  zerosLikeConfig,
];

export function registerWebgpuKernels(): void {
  for (const kernel of KERNELS) registerKernel(kernel);
}
