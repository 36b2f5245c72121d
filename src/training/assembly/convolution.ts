// Convolution of NHWC images and its two gradients. The scratch areas are the caller's; their sizes come from the *Scratch functions, in bytes.
import {relu} from './elementwise';
import {outerProduct} from './outer';
import {copyIntoFrame} from './pad';
import {packBias, packRow, packedBytes, product} from './product';

/** y = conv(x, w) + bias, with w [kernelHeight, kernelWidth, channels, outputs]; `bias` 0 means none. */
export function conv2d(
  x: usize,
  w: usize,
  bias: usize,
  y: usize,
  scratch: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideY: i32,
  strideX: i32,
  top: i32,
  left: i32,
  outHeight: i32,
  outWidth: i32,
  outputs: i32,
  rectify: i32,
): void {
  const depth = kernelHeight * kernelWidth * channels;
  const frameHeight = (outHeight - 1) * strideY + kernelHeight;
  const frameWidth = (outWidth - 1) * strideX + kernelWidth;
  const frameBytes = (<usize>(frameHeight * frameWidth * channels)) << 2;
  const packed = scratch + frameBytes;
  for (let k = 0; k < depth; k++) packRow(w + ((<usize>(k * outputs)) << 2), 4, packed, k, depth, outputs);
  packBias(bias, packed, depth, outputs);
  memory.fill(scratch, 0, frameBytes);
  const imageBytes = (<usize>(height * width * channels)) << 2;
  const outBytes = (<usize>(outHeight * outWidth * outputs)) << 2;
  const pixel = (<usize>channels) << 2;
  const row = <usize>frameWidth * pixel;
  for (let n = 0; n < batch; n++) {
    copyIntoFrame(x + <usize>n * imageBytes, height, width, channels, scratch, frameHeight, frameWidth, top, left);
    const out = y + <usize>n * outBytes;
    product(
      scratch,
      <usize>strideY * row,
      <usize>strideX * pixel,
      outHeight,
      outWidth,
      kernelHeight,
      kernelWidth * channels,
      row,
      packed,
      outputs,
      out,
      (<usize>(outWidth * outputs)) << 2,
      (<usize>outputs) << 2,
    );
    if (rectify) relu(out, out, <i32>(outBytes >> 2));
  }
}

export function conv2dScratch(
  channels: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideY: i32,
  strideX: i32,
  outHeight: i32,
  outWidth: i32,
  outputs: i32,
): i32 {
  const frame = ((outHeight - 1) * strideY + kernelHeight) * ((outWidth - 1) * strideX + kernelWidth) * channels * 4;
  return frame + packedBytes(kernelHeight * kernelWidth * channels, outputs);
}

/** dw = Σ over the batch of x ⊗ dy; dw [kernelHeight, kernelWidth, channels, outputs] is overwritten. */
export function conv2dFilterGradient(
  x: usize,
  dy: usize,
  dw: usize,
  scratch: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideY: i32,
  strideX: i32,
  top: i32,
  left: i32,
  outHeight: i32,
  outWidth: i32,
  outputs: i32,
): void {
  const frameHeight = (outHeight - 1) * strideY + kernelHeight;
  const frameWidth = (outWidth - 1) * strideX + kernelWidth;
  memory.fill(scratch, 0, (<usize>(frameHeight * frameWidth * channels)) << 2);
  memory.fill(dw, 0, (<usize>(kernelHeight * kernelWidth * channels * outputs)) << 2);
  const imageBytes = (<usize>(height * width * channels)) << 2;
  const outBytes = (<usize>(outHeight * outWidth * outputs)) << 2;
  const pixel = (<usize>channels) << 2;
  const row = <usize>frameWidth * pixel;
  for (let n = 0; n < batch; n++) {
    copyIntoFrame(x + <usize>n * imageBytes, height, width, channels, scratch, frameHeight, frameWidth, top, left);
    outerProduct(
      scratch,
      <usize>strideY * row,
      <usize>strideX * pixel,
      outHeight,
      outWidth,
      kernelHeight,
      kernelWidth * channels,
      row,
      dy + <usize>n * outBytes,
      outputs,
      dw,
    );
  }
}

/**
 * dx[n, y, x, c] = bias[c] + Σ dy[n, oy, ox, o] · w[i, j, c, o] over y = oy·stride + i − top and the same in x: the input gradient, and the forward pass of a transposed convolution.
 * Places whose (y + top) mod stride agree form a phase; each phase is a plain convolution of dy, padded, with every stride-th row and column of the flipped kernel.
 */
export function conv2dInputGradient(
  dy: usize,
  w: usize,
  bias: usize,
  dx: usize,
  scratch: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideY: i32,
  strideX: i32,
  top: i32,
  left: i32,
  outHeight: i32,
  outWidth: i32,
  outputs: i32,
  rectify: i32,
): void {
  const reachY = (kernelHeight + strideY - 1) / strideY;
  const reachX = (kernelWidth + strideX - 1) / strideX;
  const frameHeight = reachY - 1 + max(outHeight, (height - 1 + top) / strideY + 1);
  const frameWidth = reachX - 1 + max(outWidth, (width - 1 + left) / strideX + 1);
  const frameBytes = (<usize>(frameHeight * frameWidth * outputs)) << 2;
  const phaseBytes = <usize>packedBytes(reachY * reachX * outputs, channels);
  const packed = scratch + frameBytes;
  packPhases(w, bias, packed, phaseBytes, kernelHeight, kernelWidth, strideY, strideX, channels, outputs);
  memory.fill(scratch, 0, frameBytes);
  const imageBytes = (<usize>(height * width * channels)) << 2;
  const outBytes = (<usize>(outHeight * outWidth * outputs)) << 2;
  const pixel = (<usize>outputs) << 2;
  const row = <usize>frameWidth * pixel;
  const place = (<usize>channels) << 2;
  for (let n = 0; n < batch; n++) {
    copyIntoFrame(dy + <usize>n * outBytes, outHeight, outWidth, outputs, scratch, frameHeight, frameWidth, reachY - 1, reachX - 1);
    const image = dx + <usize>n * imageBytes;
    for (let phaseY = 0; phaseY < strideY; phaseY++) {
      const tapsY = (kernelHeight - phaseY + strideY - 1) / strideY;
      // First place of this phase, and the row of dy that its first tap reads (in the frame: + reachY − 1, and the last tap lies tapsY − 1 above).
      const y = (phaseY - (top % strideY) + strideY) % strideY;
      const rows = (height - y + strideY - 1) / strideY;
      const fromY = (y + top) / strideY + reachY - tapsY;
      for (let phaseX = 0; phaseX < strideX; phaseX++) {
        const tapsX = (kernelWidth - phaseX + strideX - 1) / strideX;
        const x = (phaseX - (left % strideX) + strideX) % strideX;
        const columns = (width - x + strideX - 1) / strideX;
        const fromX = (x + left) / strideX + reachX - tapsX;
        if (rows <= 0 || columns <= 0) continue;
        product(
          scratch + <usize>fromY * row + <usize>fromX * pixel,
          row,
          pixel,
          rows,
          columns,
          tapsY,
          tapsX * outputs,
          row,
          packed + <usize>(phaseY * strideX + phaseX) * phaseBytes,
          channels,
          image + <usize>(y * width + x) * place,
          <usize>(strideY * width) * place,
          <usize>strideX * place,
        );
      }
    }
    if (rectify) relu(image, image, <i32>(imageBytes >> 2));
  }
}

function packPhases(
  w: usize,
  bias: usize,
  packed: usize,
  phaseBytes: usize,
  kernelHeight: i32,
  kernelWidth: i32,
  strideY: i32,
  strideX: i32,
  channels: i32,
  outputs: i32,
): void {
  for (let phaseY = 0; phaseY < strideY; phaseY++) {
    const tapsY = (kernelHeight - phaseY + strideY - 1) / strideY;
    for (let phaseX = 0; phaseX < strideX; phaseX++) {
      const tapsX = (kernelWidth - phaseX + strideX - 1) / strideX;
      const to = packed + <usize>(phaseY * strideX + phaseX) * phaseBytes;
      const depth = tapsY * tapsX * outputs;
      let k = 0;
      for (let tapY = tapsY - 1; tapY >= 0; tapY--) {
        for (let tapX = tapsX - 1; tapX >= 0; tapX--) {
          const tap = (phaseY + tapY * strideY) * kernelWidth + phaseX + tapX * strideX;
          for (let o = 0; o < outputs; o++) {
            packRow(w + ((<usize>(tap * channels * outputs + o)) << 2), (<usize>outputs) << 2, to, k, depth, channels);
            k++;
          }
        }
      }
      packBias(bias, to, depth, channels);
    }
  }
}

export function conv2dInputGradientScratch(
  height: i32,
  width: i32,
  channels: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideY: i32,
  strideX: i32,
  top: i32,
  left: i32,
  outHeight: i32,
  outWidth: i32,
  outputs: i32,
): i32 {
  const reachY = (kernelHeight + strideY - 1) / strideY;
  const reachX = (kernelWidth + strideX - 1) / strideX;
  const frameHeight = reachY - 1 + max(outHeight, (height - 1 + top) / strideY + 1);
  const frameWidth = reachX - 1 + max(outWidth, (width - 1 + left) / strideX + 1);
  return frameHeight * frameWidth * outputs * 4 + strideY * strideX * packedBytes(reachY * reachX * outputs, channels);
}
