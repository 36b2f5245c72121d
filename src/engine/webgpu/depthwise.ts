import {foldedFilters} from '../fold.js';
import type {Kernel, Step} from '../plan.js';
import type {Body, Places} from './body.js';
import {pitches} from './convolutions.js';
import {endingOf} from './endings.js';

/** `kernel` and `bias` are places among the numbers of the constants. */
export function depthwise(step: Extract<Step, {kind: 'depthwise'}>, places: Places, kernel: number, bias: number): Body {
  const {filters} = step.kernel;
  const phase = step.geometry.phases[0]!;
  const from = pitches(step.from);
  const [rows, columns] = [phase.taps.rows.length, phase.taps.columns.length];
  const code = `let f = i % ${filters}; let column = i / ${filters} % ${phase.columns}; let row = i / ${filters * phase.columns};
    let source = ${places.at(step.from.slot)} + n * ${from.image} + row * ${phase.in.stepY * from.row} + column * ${phase.in.stepX * from.pixel} + f / ${step.multiplier};
    var s = f32(numbers[${bias} + f]);
    for (var y = 0; y < ${rows}; y++) {
      for (var x = 0; x < ${columns}; x++) {
        s += f32(numbers[${kernel} + (y * ${columns} + x) * ${filters} + f]) * arena[source + y * ${phase.tapStep.y * from.row} + x * ${phase.tapStep.x * from.pixel}];
      }
    }
    arena[${places.at(step.to)} + item] = ${endingOf(step.ending, 's', 'f32')};`;
  return places.each(phase.rows * phase.columns * filters, 2 * rows * columns, code);
}

/** A depthwise kernel keeps its stock order [taps][filter]. */
export function packDepthwise(to: Float32Array, kernel: Kernel, weights: readonly Float32Array[]): void {
  const {scales} = foldedFilters(kernel, weights);
  const stock = weights[kernel.kernel]!;
  for (let index = 0; index < stock.length; index++) to[index] = stock[index]! * scales[index % kernel.filters]!;
}
