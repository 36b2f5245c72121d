const SWEEPS = 60;

/** Eigenvalues and orthonormal eigenvectors (`vectors[i]` belongs to `values[i]`) of a symmetric matrix, by cyclic rotations (Golub and Van Loan, "Matrix Computations", 8.5). In no particular order. */
export function symmetricEigen(matrix: readonly Float64Array[]): {values: number[]; vectors: Float64Array[]} {
  const a = matrix.map((row) => row.slice());
  const vectors = a.map((_, i) => Float64Array.from(a, (_, j) => Number(i === j)));
  const scale = Math.hypot(...a.map((row) => Math.hypot(...row)));
  for (let sweep = 0; sweep < SWEEPS && offDiagonal(a) > 1e-14 * scale; sweep++) {
    for (let p = 0; p < a.length; p++) for (let q = p + 1; q < a.length; q++) rotate(a, vectors, p, q);
  }
  return {values: a.map((row, i) => row[i]!), vectors};
}

function offDiagonal(a: readonly Float64Array[]): number {
  return Math.hypot(...a.map((row, i) => Math.hypot(...row.subarray(0, i))));
}

/** Makes a[p][q] zero; rows of `vectors` turn along. */
function rotate(a: Float64Array[], vectors: Float64Array[], p: number, q: number): void {
  const off = a[p]![q]!;
  if (off === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  mixRows(a[p]!, a[q]!, c, s);
  for (const row of a) {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  mixRows(vectors[p]!, vectors[q]!, c, s);
}

function mixRows(first: Float64Array, second: Float64Array, c: number, s: number): void {
  for (let i = 0; i < first.length; i++) {
    const [x, y] = [first[i]!, second[i]!];
    first[i] = c * x - s * y;
    second[i] = s * x + c * y;
  }
}
