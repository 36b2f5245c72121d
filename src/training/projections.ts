import {Random} from '../data/random.js';

/** A weight after a step, to be put back into the set of those that are allowed. `data` is changed in place. */
export type Projection = (weight: {name: string; shape: readonly number[]; data: Float32Array}) => void;

/** Every number within ±limit, which bounds the slope of the net (Arjovsky et al. 2017, algorithm 1). */
export function clipWeights(limit: number): Projection {
  return ({data}) => {
    for (let i = 0; i < data.length; i++) data[i] = Math.min(limit, Math.max(-limit, data[i]!));
  };
}

/**
 * Kernels as matrices [inputs, outputs] have no singular value above `limit`, but for what one round of power iteration a step leaves (Miyato et al. 2018, algorithm 1, for the estimate;
 * Gouk et al. 2021, "Regularisation of neural networks by enforcing Lipschitz continuity", for dividing the weights themselves). So what is stored needs no normalisation.
 */
export function limitSpectralNorm(limit: number): Projection {
  const vectors = new Map<string, Float64Array>();
  return ({name, shape, data}) => {
    if (shape.length < 2) return;
    const outputs = shape.at(-1)!;
    let v = vectors.get(name);
    if (!v) {
      const random = new Random(outputs);
      v = unit(Float64Array.from({length: outputs}, () => random.normal()));
      vectors.set(name, v);
    }
    const u = unit(timesColumn(data, v));
    const next = timesRow(data, u, outputs);
    const norm = Math.hypot(...next);
    vectors.set(name, unit(next));
    if (norm > limit) for (let i = 0; i < data.length; i++) data[i]! *= limit / norm;
  };
}

/** Matrix [rows, columns] times a column. */
function timesColumn(matrix: Float32Array, column: Float64Array): Float64Array {
  const width = column.length;
  const result = new Float64Array(matrix.length / width);
  for (let i = 0; i < result.length; i++) for (let j = 0; j < width; j++) result[i]! += matrix[i * width + j]! * column[j]!;
  return result;
}

/** A row times a matrix [rows, columns]. */
function timesRow(matrix: Float32Array, row: Float64Array, columns: number): Float64Array {
  const result = new Float64Array(columns);
  for (let i = 0; i < row.length; i++) for (let j = 0; j < columns; j++) result[j]! += row[i]! * matrix[i * columns + j]!;
  return result;
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
