// Matrix products with every transposition of the factors, row-major. `scratch` holds packed weights: `matMulScratch` bytes.
import {relu} from './elementwise';
import {outerProduct} from './outer';
import {packBias, packRow, packedBytes, product} from './product';

/** c[m, n] = a[m, k] · b[k, n] + bias[n], or b[n, k] when `transposed`; `bias` 0 means none. */
export function matMul(
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  scratch: usize,
  m: i32,
  k: i32,
  n: i32,
  transposed: i32,
  rectify: i32,
): void {
  for (let row = 0; row < k; row++) {
    if (transposed) packRow(b + ((<usize>row) << 2), (<usize>k) << 2, scratch, row, k, n);
    else packRow(b + ((<usize>(row * n)) << 2), 4, scratch, row, k, n);
  }
  packBias(bias, scratch, k, n);
  product(a, 0, (<usize>k) << 2, 1, m, 1, k, 0, scratch, n, c, 0, (<usize>n) << 2);
  if (rectify) relu(c, c, m * n);
}

export function matMulScratch(k: i32, n: i32): i32 {
  return packedBytes(k, n);
}

/** c[m, n] = a[k, m]ᵀ · b[k, n]. */
export function matMulTransposedA(a: usize, b: usize, c: usize, m: i32, k: i32, n: i32): void {
  memory.fill(c, 0, (<usize>(m * n)) << 2);
  outerProduct(a, 0, (<usize>m) << 2, 1, k, 1, m, 0, b, n, c);
}
