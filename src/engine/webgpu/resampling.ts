import {sizeOf} from '../../format/graph.js';
import type {Step} from '../plan.js';
import type {Body, Places} from './body.js';
import {strided} from './elementwise.js';

type StepOf<Kind extends Step['kind']> = Extract<Step, {kind: Kind}>;

export function permute({from, to, shape, permutation}: StepOf<'permute'>, places: Places): Body {
  const strides = permutation.map((axis) => sizeOf(shape.slice(axis + 1)));
  const extents = permutation.map((axis) => shape[axis]!);
  const size = sizeOf(shape);
  const code = `arena[${places.at(to)} + item] = arena[${places.at(from)} + n * ${size} + ${strided(extents, strides)}];`;
  return places.each(size, 1, code);
}

/** Upsampling by whole factors, sampled from the corner as in TensorFlow. */
export function bilinear({from, to, rows, columns, channels, factorY, factorX}: StepOf<'bilinear'>, places: Places): Body {
  const row = columns * channels;
  const width = columns * factorX;
  const code = `let c = i % ${channels}; let x = i / ${channels} % ${width}; let y = i / ${channels * width};
    let image = ${places.at(from)} + n * ${rows * row} + c;
    let upper = image + y / ${factorY} * ${row}; let lower = image + min(y / ${factorY} + 1, ${rows - 1}) * ${row};
    let left = x / ${factorX} * ${channels}; let right = min(x / ${factorX} + 1, ${columns - 1}) * ${channels};
    let across = f32(x % ${factorX}) / ${factorX}; let down = f32(y % ${factorY}) / ${factorY};
    let top = mix(arena[upper + left], arena[upper + right], across);
    let bottom = mix(arena[lower + left], arena[lower + right], across);
    arena[${places.at(to)} + item] = mix(top, bottom, down);`;
  return places.each(rows * factorY * width * channels, 10, code);
}

/** Positions outside the image never win a maximum and never count in an average. */
export function pool(step: StepOf<'pool'>, places: Places): Body {
  const {from, to, input, output, channels, window, strides, top, left, average} = step;
  const code = `let c = i % ${channels};
    let x = i / ${channels} % ${output[1]} * ${strides[1]} - ${left}; let y = i / ${channels * output[1]} * ${strides[0]} - ${top};
    let firstX = max(x, 0); let endX = min(x + ${window[1]}, ${input[1]}); let firstY = max(y, 0); let endY = min(y + ${window[0]}, ${input[0]});
    let image = ${places.at(from)} + n * ${sizeOf(input) * channels} + c;
    var value = ${average ? '0.0' : `arena[image + (firstY * ${input[1]} + firstX) * ${channels}]`};
    for (var v = firstY; v < endY; v++) {
      for (var u = firstX; u < endX; u++) {
        let other = arena[image + (v * ${input[1]} + u) * ${channels}];
        value = ${average ? 'value + other' : 'max(value, other)'};
      }
    }
    arena[${places.at(to)} + item] = value${average ? ' / f32((endX - firstX) * (endY - firstY))' : ''};`;
  return places.each(sizeOf(output) * channels, sizeOf(window), code);
}
