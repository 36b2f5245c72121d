import type {Phase} from '../geometry.js';
import type {Framed, Step} from '../plan.js';
import type {Body, Places} from './body.js';
import {endingOf} from './endings.js';
import {QUAD, quadsOf} from './pack.js';

type StepOf<Kind extends Step['kind']> = Extract<Step, {kind: Kind}>;

/** Output pixels that one invocation computes, so that a weight is read once for all of them. */
const PIXELS = 4;

/** Elements from pixel to pixel, row to row and example to example. */
function pitches({rows, columns, channels, frame}: Framed): {pixel: number; row: number; image: number} {
  const row = (columns + frame.left + frame.right) * channels;
  return {pixel: channels, row, image: (rows + frame.top + frame.bottom) * row};
}

/**
 * One phase: an invocation computes 4 filters of 4 pixels. A dense layer is a single tap on single pixels, so its pixels are rows and examples:
 * a matrix product in tiles of 4 × 4. `kernel` and `bias` are places among the quads of the constants.
 */
export function convolve(step: StepOf<'convolution'>, phase: Phase, places: Places, kernel: number, bias: number): Body {
  const {filters, channels} = step.kernel;
  const quads = quadsOf(filters);
  const points = phase.rows * phase.columns;
  const total = points * places.examples;
  const pixels = Math.min(PIXELS, total);
  const [from, to] = [pitches(step.from), pitches(step.to)];
  const {frame} = step.to;
  // Taps of a row that touch are one run of numbers.
  const columns = phase.taps.columns.length;
  const touching = phase.tapStep.x === 1;
  const [runs, run] = touching ? [1, columns * channels] : [columns, channels];
  const range = Array.from({length: pixels}, (_, pixel) => pixel);
  const ends = range.map(
    (pixel) => `let p${pixel} = min(tile + ${pixel}, ${total - 1});
    let y${pixel} = (p${pixel} % ${points}) / ${phase.columns}; let x${pixel} = p${pixel} % ${phase.columns};
    let in${pixel} = source + p${pixel} / ${points} * ${from.image} + y${pixel} * ${phase.in.stepY * from.row} + x${pixel} * ${phase.in.stepX * from.pixel};
    var s${pixel} = quads[${bias} + quad];`,
  );
  const source = `${places.at(step.from.slot)} + ${phase.in.y * from.row + phase.in.x * from.pixel}`;
  const target = (frame.top + phase.out.y) * to.row + (frame.left + phase.out.x) * to.pixel;
  // Only the last quad may hold fewer filters.
  const last = filters % QUAD || QUAD;
  const lanes = [0, 1, 2, 3].map((lane) => `${lane < last ? '' : `if (quad < ${quads - 1}) `}{ arena[out + ${lane}] = v[${lane}]; }`);
  // Pixels beyond the last are the last once more.
  const stores = range.map(
    (pixel) => `{
      let v = ${endingOf(step.ending, `s${pixel}`, 'vec4f')};
      let out = dest + p${pixel} / ${points} * ${to.image} + y${pixel} * ${phase.out.stepY * to.row} + x${pixel} * ${phase.out.stepX * to.pixel};
      ${lanes.join(' ')}
    }`,
  );
  const code = `let quad = item % ${quads}; let tile = item / ${quads} * ${pixels};
    let source = ${source}; let dest = ${places.at(step.to.slot)} + ${target} + quad * ${QUAD};
    ${ends.join('\n    ')}
    var w = ${kernel} + quad;
    for (var y = 0; y < ${phase.taps.rows.length}; y++) {
      for (var x = 0; x < ${runs}; x++) {
        let a = y * ${phase.tapStep.y * from.row} + x * ${phase.tapStep.x * from.pixel};
        for (var c = 0; c < ${run}; c++) {
          let k = quads[w];
          ${range.map((pixel) => `s${pixel} += k * arena[in${pixel} + a + c];`).join(' ')}
          w += ${quads};
        }
      }
    }
    ${stores.join('\n    ')}`;
  const work = 2 * QUAD * pixels * phase.taps.rows.length * columns * channels;
  return {items: Math.ceil(total / pixels) * quads, work, code};
}

/** `kernel` and `bias` are places among the numbers of the constants. */
export function depthwise(step: StepOf<'depthwise'>, places: Places, kernel: number, bias: number): Body {
  const {filters} = step.kernel;
  const phase = step.geometry.phases[0]!;
  const from = pitches(step.from);
  const [rows, columns] = [phase.taps.rows.length, phase.taps.columns.length];
  const code = `let f = i % ${filters}; let column = i / ${filters} % ${phase.columns}; let row = i / ${filters * phase.columns};
    let source = ${places.at(step.from.slot)} + n * ${from.image} + row * ${phase.in.stepY * from.row} + column * ${phase.in.stepX * from.pixel} + f / ${step.multiplier};
    var s = numbers[${bias} + f];
    for (var y = 0; y < ${rows}; y++) {
      for (var x = 0; x < ${columns}; x++) {
        s += numbers[${kernel} + (y * ${columns} + x) * ${filters} + f] * arena[source + y * ${phase.tapStep.y * from.row} + x * ${phase.tapStep.x * from.pixel}];
      }
    }
    arena[${places.at(step.to)} + item] = ${endingOf(step.ending, 's', 'f32')};`;
  return places.each(phase.rows * phase.columns * filters, 2 * rows * columns, code);
}
