import {sizeOf} from '../../format/graph.js';
import {framedSize} from '../frames.js';
import type {Framed, Step} from '../plan.js';
import type {Body, Places} from './body.js';
import {strided} from './elementwise.js';

type StepOf<Kind extends Step['kind']> = Extract<Step, {kind: Kind}>;

/** WGSL: channel, row and column of element `i` of a framed image, counted from the image's first pixel, and whether it is one of the image. */
function position({rows, columns, channels, frame}: Framed): string {
  const pitch = columns + frame.left + frame.right;
  return `let c = i % ${channels}; let x = i / ${channels} % ${pitch} - ${frame.left}; let y = i / ${channels * pitch} - ${frame.top};
    let inside = x >= 0 && x < ${columns} && y >= 0 && y < ${rows};`;
}

export function frame({from, to, repeatY, repeatX}: StepOf<'frame'>, places: Places): Body {
  const {rows, columns, channels} = to;
  const row = (columns / repeatX) * channels;
  const image = (rows / repeatY) * row;
  const code = `${position(to)}
    var value = 0.0;
    if (inside) { value = arena[${places.at(from)} + n * ${image} + y / ${repeatY} * ${row} + x / ${repeatX} * ${channels} + c]; }
    arena[${places.at(to.slot)} + item] = value;`;
  return places.each(framedSize(to), 1, code);
}

export function border({to}: StepOf<'border'>, places: Places): Body {
  return places.each(framedSize(to), 1, `${position(to)}\n    if (!inside) { arena[${places.at(to.slot)} + item] = 0; }`);
}

export function permute({from, to, shape, permutation}: StepOf<'permute'>, places: Places): Body {
  const strides = permutation.map((axis) => sizeOf(shape.slice(axis + 1)));
  const extents = permutation.map((axis) => shape[axis]!);
  const size = sizeOf(shape);
  const code = `arena[${places.at(to)} + item] = arena[${places.at(from)} + n * ${size} + ${strided(extents, strides)}];`;
  return places.each(size, 1, code);
}

/** One part of a concatenation. */
export function join({from, to, blocks, length, stride, offset}: StepOf<'join'>, places: Places): Body {
  const target = `${places.at(to)} + n * ${places.size(to)} + ${offset} + i / ${length} * ${stride} + i % ${length}`;
  return places.each(blocks * length, 1, `arena[${target}] = arena[${places.at(from)} + item];`);
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
