import type {Phase} from '../geometry.js';
import type {Framed, Step} from '../plan.js';
import type {Body, Places} from './body.js';
import {endingOf} from './endings.js';
import {QUAD, quadsOf} from './pack.js';

type StepOf<Kind extends Step['kind']> = Extract<Step, {kind: Kind}>;

/** Output pixels that one invocation computes, so that a weight is read once for all of them. */
const PIXELS = 4;

/** WGSL: the head of a loop; what runs once is none, since drivers compile text in time that grows with it. */
function times(name: string, count: number): string {
  return count === 1 ? `let ${name} = 0;` : `for (var ${name} = 0; ${name} < ${count}; ${name}++)`;
}

/** WGSL: sums of at most 16 products each, which half precision adds up to three digits. */
function sumInRuns(run: number, zeros: string, products: string, total: string): string {
  return `for (var begin = 0; begin < ${run}; begin += 16) { ${zeros} for (var c = begin; c < min(begin + 16, ${run}); c++) { ${products} } ${total} }`;
}

/** Elements from pixel to pixel, row to row and example to example. */
export function pitches({rows, columns, channels, frame}: Framed): {pixel: number; row: number; image: number} {
  const row = (columns + frame.left + frame.right) * channels;
  return {pixel: channels, row, image: (rows + frame.top + frame.bottom) * row};
}

/**
 * Phases that one loop computes: those of a stride of two differ in their places alone, and two places are always a line, whether above
 * each other or side by side. One loop for all four is a third of the shader, and a workgroup has four times the items to share.
 */
export function loopsOf(phases: readonly Phase[]): (readonly Phase[])[] {
  const {stepX, stepY} = phases[0]!.out;
  const shapes = new Set(phases.map(({rows, columns, taps}) => `${[rows, columns, taps.rows.length, taps.columns.length]}`));
  return shapes.size === 1 && stepX <= 2 && stepY <= 2 ? [phases] : phases.map((phase) => [phase]);
}

/**
 * An invocation computes 4 filters of 4 pixels of one phase. A dense layer is a single tap on single pixels, so its pixels are rows and
 * examples: a matrix product in tiles of 4 × 4. `kernel`, of all phases one after the other, and `bias` are places among the quads of the
 * constants. In half precision products are added up in short runs, and those in single precision.
 */
export function convolve(
  step: StepOf<'convolution'>,
  phases: readonly Phase[],
  places: Places,
  kernel: number,
  bias: number,
  half: boolean,
): Body {
  const {filters, channels} = step.kernel;
  const quads = quadsOf(filters);
  const phase = phases[0]!;
  const points = phase.rows * phase.columns;
  const total = points * places.examples;
  const pixels = Math.min(PIXELS, total);
  const tiles = Math.ceil(total / pixels);
  const [from, to] = [pitches(step.from), pitches(step.to)];
  const {frame} = step.to;
  // Taps of a row that touch are one run of numbers.
  const columns = phase.taps.columns.length;
  const touching = phase.tapStep.x === 1;
  const [runs, run] = touching ? [1, columns * channels] : [columns, channels];
  const taps = phase.taps.rows.length * columns;
  const range = Array.from({length: pixels}, (_, pixel) => pixel);
  const starts = range.map(
    (pixel) => `let p${pixel} = min(tile + ${pixel}, ${total - 1});
    let y${pixel} = p${pixel} % ${points} / ${phase.columns}; let x${pixel} = p${pixel} % ${phase.columns};
    let in${pixel} = source + p${pixel} / ${points} * ${from.image} + y${pixel} * ${phase.in.stepY * from.row} + x${pixel} * ${phase.in.stepX * from.pixel};
    var s${pixel} = vec4f(quads[${bias} + quad]);`,
  );
  // Where a phase begins: a line along the phases of a row and one along their rows.
  const across = phases.filter(({out}) => out.y === phase.out.y).length;
  const begin = (place: (phase: Phase) => number): string => {
    const [first, right, below] = [phase, phases[1] ?? phase, phases[across] ?? phase].map(place) as [number, number, number];
    return `${first} + phase % ${across} * ${right - first} + phase / ${across} * ${below - first}`;
  };
  const source = begin(({in: {y, x}}) => y * from.row + x * from.pixel);
  const target = begin(({out: {y, x}}) => (frame.top + y) * to.row + (frame.left + x) * to.pixel);
  // Only the last quad may hold fewer filters.
  const last = filters % QUAD || QUAD;
  const lanes = [0, 1, 2, 3]
    .slice(0, quads > 1 ? QUAD : last)
    .map((lane) => `${lane < last ? '' : `if (quad < ${quads - 1}) `}{ arena[out + ${lane}] = v[${lane}]; }`);
  // Pixels beyond the last are the last once more.
  const stores = range.map(
    (pixel) => `{
      let v = ${endingOf(step.ending, `s${pixel}`, 'vec4f')};
      let out = dest + p${pixel} / ${points} * ${to.image} + y${pixel} * ${phase.out.stepY * to.row} + x${pixel} * ${phase.out.stepX * to.pixel};
      ${lanes.join(' ')}
    }`,
  );
  const each = (statement: (pixel: number) => string): string => range.map(statement).join(' ');
  const products = (sum: string, number: string): string =>
    `let k = quads[w]; ${each((pixel) => `${sum}${pixel} += k * ${number}(arena[in${pixel} + a + c]);`)} w += ${quads};`;
  const code = `let phase = item / ${tiles * quads}; let quad = item % ${quads}; let tile = item / ${quads} % ${tiles} * ${pixels};
    let source = ${places.at(step.from.slot)} + ${source}; let dest = ${places.at(step.to.slot)} + ${target} + quad * ${QUAD};
    ${starts.join('\n    ')}
    var w = ${kernel} + phase * ${taps * channels * quads} + quad;
    ${times('y', phase.taps.rows.length)} {
      ${times('x', runs)} {
        let a = y * ${phase.tapStep.y * from.row} + x * ${phase.tapStep.x * from.pixel};
        ${
          half
            ? sumInRuns(
                run,
                each((pixel) => `var h${pixel} = vec4h();`),
                products('h', 'f16'),
                each((pixel) => `s${pixel} += vec4f(h${pixel});`),
              )
            : `for (var c = 0; c < ${run}; c++) { ${products('s', '')} }`
        }
      }
    }
    ${stores.join('\n    ')}`;
  return {items: phases.length * tiles * quads, work: 2 * QUAD * pixels * taps * channels, code};
}
