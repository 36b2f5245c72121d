/** Rounds of power iteration. */
const ROUNDS = 1000;

/** Of a symmetric matrix without negative eigenvalues, by power iteration; of the two signs, the one whose largest entry is positive. */
export function largestEigenvector(matrix: readonly (readonly number[])[]): {vector: number[]; value: number} {
  let vector = matrix.map((_, i) => 1 / (i + 1));
  let value = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const next = matrix.map((row) => row.reduce((sum, entry, j) => sum + entry * vector[j]!, 0));
    value = Math.hypot(...next);
    if (value === 0) break;
    vector = next.map((entry) => entry / value);
  }
  const length = Math.hypot(...vector);
  const largest = vector.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most));
  return {vector: vector.map((entry) => (entry * Math.sign(largest)) / length), value};
}

/** Orthonormal eigenvectors of the `count` largest eigenvalues, largest first; the matrix is used up. */
export function largestEigenvectors(matrix: number[][], count: number): number[][] {
  return Array.from({length: count}, () => {
    const {vector, value} = largestEigenvector(matrix);
    for (const [i, row] of matrix.entries()) for (let j = 0; j < row.length; j++) row[j]! -= value * vector[i]! * vector[j]!;
    return vector;
  });
}
