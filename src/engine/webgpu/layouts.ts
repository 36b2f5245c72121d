import {framedSize} from '../frames.js';
import type {Framed, Step} from '../plan.js';
import type {Body, Places} from './body.js';
import {endingOf} from './endings.js';

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

/** One part of a concatenation. */
export function join({from, to, blocks, length, stride, offset}: StepOf<'join'>, places: Places): Body {
  const target = `${places.at(to)} + n * ${places.size(to)} + ${offset} + i / ${length} * ${stride} + i % ${length}`;
  return places.each(blocks * length, 1, `arena[${target}] = arena[${places.at(from)} + item];`);
}

export function ending({from, to, size, ending: last}: StepOf<'ending'>, places: Places): Body {
  return places.each(size, 10, `let x = arena[${places.at(from)} + item]; arena[${places.at(to)} + item] = ${endingOf(last, 'x', 'f32')};`);
}
