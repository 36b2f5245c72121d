import type {FlowStack} from '../../format/manifest.js';
import {
  LEAST,
  packedSize,
  parametersOf,
  quadsOf,
  SLOPE_ONE,
  standardisingLogDet,
  type Coupling,
  type DenseLayer,
} from '../flow/flow-net.js';
import {library} from './endings.js';
import {BINDINGS} from './shader.js';

/** Invocations of a workgroup. */
export const WORKGROUP = 64;
/** Points that one invocation takes through the stack side by side, so that a weight is read once for all of them: the lanes of a vector. */
export const POINTS = 4;

/** What the uniform buffer holds, in 32-bit words. Places are numbers of the arena, negative for what is not wanted; `box` is that of the grid, or its width is 0. */
export const JOB_WORDS = 16;
const JOB = `struct Job { points: i32, positions: i32, logDet: i32, logProb: i32, layers: i32, layerLogDets: i32, capacity: i32, first: i32,
  width: i32, height: i32, invocations: i32, unused: i32, box: vec4f }
`;

/** The first coupling of each shape, in order: couplings of one shape are one function. */
function shapesOf(couplings: readonly Coupling[]): Map<string, Coupling> {
  const shapes = new Map<string, Coupling>();
  for (const coupling of couplings) if (!shapes.has(shapeOf(coupling))) shapes.set(shapeOf(coupling), coupling);
  return shapes;
}

function shapeOf({layer, dense}: Coupling): string {
  const spline = layer.kind === 'affine' ? 0 : layer.bins;
  return JSON.stringify([spline, layer.bound, dense.map(({inputs, outputs, activation}) => [inputs, outputs, activation])]);
}

/** A quad for each coupling, before the packed weights: where among the quads its weights begin, whether y passes, and the number of its shape. */
export function couplingTable(couplings: readonly Coupling[]): Float32Array {
  const shapes = [...shapesOf(couplings).keys()];
  let base = couplings.length;
  const rows = couplings.map((coupling) => {
    const row = [base, coupling.passing, shapes.indexOf(shapeOf(coupling)), 0];
    base += coupling.dense.reduce((sum, layer) => sum + packedSize(layer) / 4, 0);
    return row;
  });
  return Float32Array.from(rows.flat());
}

/** All couplings in one shader: a loop over them, whose body is a function for each shape. Drivers would take seconds to compile each coupling anew. */
export function flowShader(stack: FlowStack, couplings: readonly Coupling[], inverse: boolean): string {
  const shapes = [...shapesOf(couplings).values()];
  const functions = shapes.map(
    ({layer, dense}, index) =>
      `fn couple${index}(base: i32, given: vec4f, x: vec4f) -> Moved {\n${couplingBody(layer, dense, inverse)}\n}\n`,
  );
  const cases = shapes.map((_, index) => `${index > 0 ? `case ${index}` : 'default'}: { r = couple${index}(base, given, x); }`);
  const last = couplings.length - 1;
  const loop = `for (var step = 0; step <= ${last}; step++) {
    let index = ${inverse ? `${last} - step` : 'step'};
    let row = quads[index];
    let base = i32(row.x);
    let swapped = row.y > 0;
    let given = select(p.x, p.y, swapped);
    let x = select(p.y, p.x, swapped);
    var r: Moved;
    switch i32(row.z) { ${cases.join(' ')} }
    p.x = select(p.x, r.value, swapped);
    p.y = select(r.value, p.y, swapped);
    logDet += r.slope;
    if (job.layerLogDets >= 0) { store(job.layerLogDets + index * job.capacity, i, r.slope); }
    if (job.layers >= 0) { storePairs(job.layers + 2 * ${inverse ? 'index' : '(index + 1)'} * job.capacity, i, p); }
  }`;
  const {mean, std} = stack.standardise;
  const [real0, real1] = [0, 1].map((axis) => [real(mean[axis]!), real(std[axis]!)]) as [[string, string], [string, string]];
  const forwards = `p.x = (p.x - ${real0[0]}) / ${real0[1]}; p.y = (p.y - ${real1[0]}) / ${real1[1]};`;
  const backwards = `p.x = p.x * ${real0[1]} + ${real0[0]}; p.y = p.y * ${real1[1]} + ${real1[0]};`;
  const first = inverse ? couplings.length : 0;
  const code = `struct Points { x: vec4f, y: vec4f }
struct Moved { value: vec4f, slope: vec4f }
fn store(at: i32, i: i32, v: vec4f) { for (var lane = 0; lane < 4; lane++) { arena[at + i + lane] = v[lane]; } }
fn storePairs(at: i32, i: i32, p: Points) {
  for (var lane = 0; lane < 4; lane++) { arena[at + 2 * (i + lane)] = p.x[lane]; arena[at + 2 * (i + lane) + 1] = p.y[lane]; }
}
fn pointsAt(i: i32) -> Points {
  var p: Points;
  for (var lane = 0; lane < 4; lane++) {
    if (job.width > 0) {
      let cell = job.first + i + lane;
      p.x[lane] = job.box.x + (f32(cell % job.width) + 0.5) * (job.box.z - job.box.x) / f32(job.width);
      p.y[lane] = job.box.w - (f32(cell / job.width) + 0.5) * (job.box.w - job.box.y) / f32(job.height);
    } else {
      p.x[lane] = arena[job.points + 2 * (i + lane)];
      p.y[lane] = arena[job.points + 2 * (i + lane) + 1];
    }
  }
  return p;
}
${functions.join('')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (i32(id.x) >= job.invocations) { return; }
  let i = i32(id.x) * ${POINTS};
  var p = pointsAt(i);
  ${inverse ? '' : forwards}
  var squares = p.x * p.x + p.y * p.y;
  if (job.layers >= 0) { storePairs(job.layers + ${2 * first} * job.capacity, i, p); }
  var logDet = vec4f(${real(standardisingLogDet(stack.standardise))});
  ${loop}
  ${inverse ? backwards : 'squares = p.x * p.x + p.y * p.y;'}
  if (job.positions >= 0) { storePairs(job.positions, i, p); }
  if (job.logDet >= 0) { store(job.logDet, i, logDet); }
  if (job.logProb >= 0) { store(job.logProb, i, logDet - ${real(Math.log(2 * Math.PI))} - 0.5 * squares); }
}
`;
  return BINDINGS.replace('var<uniform> capacity: i32', 'var<uniform> job: Job') + JOB + library(code) + code;
}

/** WGSL: the coordinate `x` by what the net at `base` makes of `from`. */
function couplingBody(layer: Coupling['layer'], dense: readonly DenseLayer[], inverse: boolean): string {
  const widest = Math.max(...dense.map((one) => 4 * quadsOf(one)));
  let offset = 0;
  const layers = dense.map((one, index) => {
    const code = denseCode(one, offset, index === 0 ? undefined : `h${(index - 1) % 2}`, `h${index % 2}`);
    offset += packedSize(one) / 4;
    return code;
  });
  const raw = `h${(dense.length - 1) % 2}`;
  const arrays = [0, 1].slice(0, dense.length).map((number) => `var h${number}: array<vec4f, ${widest}>;`);
  const end = layer.kind === 'affine' ? affineCode(layer.bound, raw, inverse) : splineCode(layer.bins, layer.bound, raw, inverse);
  return [...arrays, ...layers, end].join('\n');
}

function denseCode(layer: DenseLayer, offset: number, from: string | undefined, to: string): string {
  const stride = 1 + layer.inputs;
  const activate = (sum: string): string => {
    if (layer.activation === 'linear') return sum;
    return layer.activation === 'relu' ? `max(${sum}, vec4f(0))` : `${layer.activation}_vec4f(${sum})`;
  };
  const add = (input: string): string => `{ let w = quads[at]; let v = ${input}; a += w.x * v; b += w.y * v; c += w.z * v; d += w.w * v; }`;
  const sums = from === undefined ? `at++; ${add('given')}` : `for (var k = 0; k < ${layer.inputs}; k++) { at++; ${add(`${from}[k]`)} }`;
  return `for (var tile = 0; tile < ${quadsOf(layer)}; tile++) {
  var at = base + ${offset} + tile * ${stride};
  let bias = quads[at];
  var a = vec4f(bias.x); var b = vec4f(bias.y); var c = vec4f(bias.z); var d = vec4f(bias.w);
  ${sums}
  ${['a', 'b', 'c', 'd'].map((sum, index) => `${to}[4 * tile + ${index}] = ${activate(sum)};`).join(' ')}
}`;
}

/** Dinh et al. 2017. */
function affineCode(bound: number, raw: string, inverse: boolean): string {
  const y = inverse ? `(x - ${raw}[1]) * exp_vec4f(-s)` : `x * exp_vec4f(s) + ${raw}[1]`;
  return `let s = ${real(bound)} * tanh_vec4f(${raw}[0] / ${real(bound)});
return Moved(${y}, s);`;
}

/** Durkan et al. 2019, eq. 4 to 8. */
function splineCode(bins: number, bound: number, raw: string, inverse: boolean): string {
  const least = 2 * bound * LEAST;
  const rest = 2 * bound - least * bins;
  const exponentials = (from: number, sum: string): string => `var most${from} = ${raw}[${from}];
for (var k = ${from + 1}; k < ${from + bins}; k++) { most${from} = max(most${from}, ${raw}[k]); }
var ${sum} = vec4f(0);
for (var k = ${from}; k < ${from + bins}; k++) { let e = exp_vec4f(${raw}[k] - most${from}); ${raw}[k] = e; ${sum} += e; }`;
  const theta = inverse
    ? `let above = x - bottom; let b = height * start - above * bend; let a = height * mean - b; let c = 2 * mean * above;
let theta = clamp(c / (b + sqrt(max(b * b + 2 * a * c, vec4f(0)))), vec4f(0), vec4f(1));`
    : 'let theta = clamp((x - left) / width, vec4f(0), vec4f(1));';
  const slope = (name: string): string => `${real(LEAST)} + softplus_vec4f(${name} + ${real(SLOPE_ONE)})`;
  return `${exponentials(0, 'widths')}
${exponentials(bins, 'heights')}
let widthScale = ${real(rest)} / widths; let heightScale = ${real(rest)} / heights;
var left = vec4f(${real(-bound)}); var bottom = left; var width = ${raw}[0]; var height = ${raw}[${bins}];
var rawStart = vec4f(0); var rawEnd = ${bins > 1 ? `${raw}[${2 * bins}]` : 'vec4f(0)'};
var sumOfWidths = width; var sumOfHeights = height;
for (var k = 1; k < ${bins}; k++) {
  let offset = ${real(-bound)} + ${real(least)} * f32(k);
  let thisLeft = offset + sumOfWidths * widthScale; let thisBottom = offset + sumOfHeights * heightScale;
  let w = ${raw}[k]; let h = ${raw}[k + ${bins}];
  let reached = x >= ${inverse ? 'thisBottom' : 'thisLeft'};
  left = select(left, thisLeft, reached); bottom = select(bottom, thisBottom, reached);
  width = select(width, w, reached); height = select(height, h, reached);
  rawStart = select(rawStart, ${raw}[k + ${2 * bins - 1}], reached);
  var end = vec4f(0); if (k < ${bins - 1}) { end = ${raw}[k + ${2 * bins}]; }
  rawEnd = select(rawEnd, end, reached);
  sumOfWidths += w; sumOfHeights += h;
}
width = ${real(least)} + width * widthScale; height = ${real(least)} + height * heightScale;
let start = ${slope('rawStart')}; let end = ${slope('rawEnd')};
let mean = height / width; let bend = start + end - 2 * mean;
${theta}
let remaining = 1 - theta; let mixed = theta * remaining; let square = theta * theta;
let share = mean / (mean + bend * mixed);
let slope = log(share * share * (end * square + 2 * mean * mixed + start * remaining * remaining));
let y = ${inverse ? 'left + theta * width' : 'bottom + width * share * (mean * square + start * mixed)'};
let inside = abs(x) <= vec4f(${real(bound)});
return Moved(select(x, y, inside), select(vec4f(0), slope, inside));`;
}

/** Numbers that the last layer of a coupling's net must have room for. */
export function widthOf({layer, dense}: Coupling): number {
  return Math.max(parametersOf(layer), ...dense.map(({outputs}) => outputs));
}

/** A number as WGSL's f32. */
function real(value: number): string {
  return `f32(${value})`;
}
