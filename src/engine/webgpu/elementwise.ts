import {sizeOf} from '../../format/graph.js';
import type {Step} from '../plan.js';
import type {Body, Places} from './body.js';

type StepOf<Kind extends Step['kind']> = Extract<Step, {kind: Kind}>;

/** `factors` and `summands` are places among the numbers of the constants. */
export function affine({from, to, rows, channels}: StepOf<'affine'>, places: Places, factors: number, summands: number): Body {
  const code = `let c = i % ${channels};
    arena[${places.at(to)} + item] = arena[${places.at(from)} + item] * f32(numbers[${factors} + c]) + f32(numbers[${summands} + c]);`;
  return places.each(rows * channels, 2, code);
}

/** An invocation takes a whole row. */
export function softmax({from, to, rows, channels}: StepOf<'softmax'>, places: Places): Body {
  const code = `let source = ${places.at(from)} + item * ${channels}; let dest = ${places.at(to)} + item * ${channels};
    var most = arena[source];
    for (var c = 1; c < ${channels}; c++) { most = max(most, arena[source + c]); }
    var sum = 0.0;
    for (var c = 0; c < ${channels}; c++) { let e = exp(arena[source + c] - most); arena[dest + c] = e; sum += e; }
    for (var c = 0; c < ${channels}; c++) { arena[dest + c] /= sum; }`;
  return places.each(rows, 10 * channels, code);
}

export function layerNorm(step: StepOf<'layerNorm'>, places: Places, factors: number, summands: number): Body {
  const {from, to, rows, channels, epsilon} = step;
  const code = `let source = ${places.at(from)} + item * ${channels}; let dest = ${places.at(to)} + item * ${channels};
    var sum = 0.0;
    for (var c = 0; c < ${channels}; c++) { sum += arena[source + c]; }
    let mean = sum / ${channels};
    var squares = 0.0;
    for (var c = 0; c < ${channels}; c++) { let d = arena[source + c] - mean; squares += d * d; }
    let scale = 1 / sqrt(squares / ${channels} + f32(${epsilon}));
    for (var c = 0; c < ${channels}; c++) {
      arena[dest + c] = (arena[source + c] - mean) * scale * f32(numbers[${factors} + c]) + f32(numbers[${summands} + c]);
    }`;
  return places.each(rows, 8 * channels, code);
}

export function prelu({from, to, shape}: StepOf<'prelu'>, places: Places, alpha: number, alphaShape: readonly number[]): Body {
  const code = `let x = arena[${places.at(from)} + item];
    arena[${places.at(to)} + item] = select(x * f32(numbers[${alpha} + ${broadcast(shape, alphaShape)}]), x, x > 0);`;
  return places.each(sizeOf(shape), 2, code);
}

const OPERATORS = {add: '+', subtract: '-', multiply: '*'};

export function combine({op, from, with: other, to, shape, shapes}: StepOf<'combine'>, places: Places): Body {
  const [a, b] = [from, other].map((slot, index) => {
    const operand = shapes[index]!;
    return `arena[${places.at(slot)} + n * ${sizeOf(operand)} + ${broadcast(shape, operand)}]`;
  });
  return places.each(sizeOf(shape), 1, `arena[${places.at(to)} + item] = ${a!} ${OPERATORS[op]} ${b!};`);
}

/** WGSL: where element `i` of `shape` lies in an operand that is broadcast against it from the right. */
function broadcast(shape: readonly number[], operand: readonly number[]): string {
  if (sizeOf(operand) === sizeOf(shape)) return 'i';
  const lead = shape.length - operand.length;
  return strided(
    shape,
    shape.map((_, axis) => (axis >= lead && operand[axis - lead]! > 1 ? sizeOf(operand.slice(axis - lead + 1)) : 0)),
  );
}

/** WGSL: the sum of the coordinates of element `i` of `shape`, each times its stride. */
export function strided(shape: readonly number[], strides: readonly number[]): string {
  const terms = shape.map((extent, axis) => `i / ${sizeOf(shape.slice(axis + 1))} % ${extent} * ${strides[axis]!}`);
  return `(${terms.filter((_, axis) => shape[axis]! > 1 && strides[axis] !== 0).join(' + ') || '0'})`;
}
