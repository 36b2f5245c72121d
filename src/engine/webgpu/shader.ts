import type {Body} from './body.js';
import {library} from './endings.js';
import type {Stage} from './lower.js';

/** The bindings of every shader of this engine. Quads and numbers are the same constants, seen in fours and singly. */
export const BINDINGS = `@group(0) @binding(0) var<storage, read_write> arena: array<f32>;
@group(0) @binding(1) var<storage, read> quads: array<vec4f>;
@group(0) @binding(2) var<storage, read> numbers: array<f32>;
@group(0) @binding(3) var<uniform> capacity: i32;
`;

/**
 * Stages of one group of examples after each other, in one dispatch of [any, groups] workgroups. With several stages there must be one
 * workgroup for each group: its barriers hold back nobody else.
 */
export function shaderOf(stages: readonly Stage[], size: number, half: boolean): string {
  const functions = stages.flat().map((body, index) => functionOf(body, index));
  let index = 0;
  const calls = stages.map((bodies) => bodies.map(() => `  body${index++}(g, first, step);`).join('\n'));
  const code = functions.join('');
  const bindings = half
    ? `enable f16;\n${BINDINGS.replace('<vec4f>', '<vec4h>').replace('numbers: array<f32>', 'numbers: array<f16>')}`
    : BINDINGS;
  return `${bindings}${library(code)}${code}@compute @workgroup_size(${size})
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) local: u32, @builtin(num_workgroups) count: vec3u) {
  let g = i32(id.y);
  let first = i32(id.x * ${size} + local);
  let step = i32(count.x * ${size});
${calls.join('\n  storageBarrier();\n')}
}
`;
}

function functionOf({items, code}: Body, index: number): string {
  return `fn body${index}(g: i32, first: i32, step: i32) {
  for (var item = first; item < ${items}; item += step) {
    ${code}
  }
}
`;
}
