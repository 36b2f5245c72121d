export {activate, softmax} from './activate';
export {convolve, convolveFew} from './convolve';
export {bilinear, border, copy, frame, permute} from './layout';
export {affine, broadcast, combine, depthwise, normalize, pool, prelu} from './pixelwise';
