import type {Graph} from '../../format/graph.js';
import type {Plan, Step} from '../plan.js';
import type {Body, Constant, Places} from './body.js';
import {convolve, loopsOf} from './convolutions.js';
import {border, ending, frame, join} from './layouts.js';
import {QUAD, packBiases, packQuads, quadsOf} from './pack.js';

/** Bodies that need nothing of each other; what follows needs them all. */
export type Stage = Body[];

export type Lowered = {stages: Stage[]; constants: Constant[]; elements: number};

const USUAL = ['convolution', 'frame', 'border', 'join', 'ending'] as const;

/** What few nets have, and pages without such a net should not fetch: see `seldom-steps.ts`. */
export type SeldomStep = Exclude<Step, {kind: (typeof USUAL)[number]}>;
export type LowerSeldom = (step: SeldomStep, places: Places, constant: AddConstant, graph: Graph) => Body;
type AddConstant = (elements: number, fill: Constant['fill']) => number;

/** Whether `lower` needs its `seldom` for a plan. */
export function hasSeldom({steps}: Plan): boolean {
  return steps.some(({kind}) => !(USUAL as readonly string[]).includes(kind));
}

/** `seldom` where a plan has such steps; `toHalf` where weights and products are in half precision. */
export type LowerOptions = {seldom: LowerSeldom | undefined; toHalf: ((values: Float32Array) => Uint16Array<ArrayBuffer>) | undefined};

/** Turns the steps of a plan into WGSL. The constants are the same for every size of a group. */
export function lower(plan: Plan, places: Places, options: LowerOptions): Lowered {
  const lowering = new Lowering(plan, places, options);
  for (const [index, step] of plan.steps.entries()) lowering.step(step, plan.steps[index - 1]);
  return lowering;
}

class Lowering implements Lowered {
  readonly stages: Stage[] = [];
  readonly constants: Constant[] = [];
  elements = 0;
  readonly #plan: Plan;
  readonly #places: Places;
  readonly #options: LowerOptions;

  constructor(plan: Plan, places: Places, options: LowerOptions) {
    this.#plan = plan;
    this.#places = places;
    this.#options = options;
  }

  step(step: Step, previous: Step | undefined): void {
    if (step.kind === 'border') return;
    const bodies = this.#bodies(step);
    // The zeros around an image are nobody's until it is read, so they are written along with it.
    if (step.kind === 'convolution' && this.#hasBorder(step)) bodies.push(border({kind: 'border', to: step.to}, this.#places));
    const together = step.kind === 'join' && previous?.kind === 'join' && previous.to === step.to;
    if (together) this.stages[this.stages.length - 1]!.push(...bodies);
    else this.stages.push(bodies);
  }

  #hasBorder({to}: Extract<Step, {kind: 'convolution'}>): boolean {
    return this.#plan.steps.some((step) => step.kind === 'border' && step.to === to);
  }

  #bodies(step: Step): Stage {
    const places = this.#places;
    switch (step.kind) {
      case 'convolution': {
        const {kernel, geometry} = step;
        const row = quadsOf(kernel.filters) * QUAD;
        const bias = this.#constant(row, (to, weights) => packBiases(to, kernel, weights)) / QUAD;
        return loopsOf(geometry.phases).map((phases) => {
          const {rows, columns} = phases[0]!.taps;
          const size = rows.length * columns.length * kernel.channels * row;
          const packed = this.#constant(size * phases.length, (to, weights) => {
            for (const [index, phase] of phases.entries()) packQuads(to.subarray(index * size), kernel, phase, weights);
          });
          return convolve(step, phases, places, packed / QUAD, bias, this.#options.toHalf !== undefined);
        });
      }
      case 'frame':
        return [frame(step, places)];
      case 'border':
        return [border(step, places)];
      case 'join':
        return [join(step, places)];
      case 'ending':
        return [ending(step, places)];
      default:
        return [this.#options.seldom!(step, places, (elements, fill) => this.#constant(elements, fill), this.#plan.graph)];
    }
  }

  /** Place of a new constant, a multiple of four; zeros where `fill` writes nothing. */
  #constant(elements: number, fill: Constant['fill']): number {
    const offset = this.elements;
    this.constants.push({elements, offset, fill});
    this.elements += Math.ceil(elements / QUAD) * QUAD;
    return offset;
  }
}
