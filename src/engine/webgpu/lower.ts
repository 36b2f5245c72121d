import {normFactors} from '../fold.js';
import type {Plan, Step} from '../plan.js';
import type {Body, Constant, Places} from './body.js';
import {convolve, depthwise} from './convolutions.js';
import {affine, combine, ending, layerNorm, prelu, softmax} from './elementwise.js';
import {bilinear, border, frame, join, permute, pool} from './layouts.js';
import {QUAD, packBiases, packDepthwise, packQuads, quadsOf} from './pack.js';

/** Bodies that need nothing of each other; what follows needs them all. */
export type Stage = Body[];

export type Lowered = {stages: Stage[]; constants: Constant[]; elements: number};

/** Turns the steps of a plan into WGSL. The constants are the same for every size of a group. */
export function lower(plan: Plan, places: Places): Lowered {
  const lowering = new Lowering(plan, places);
  for (const [index, step] of plan.steps.entries()) lowering.step(step, plan.steps[index - 1]);
  return lowering;
}

class Lowering implements Lowered {
  readonly stages: Stage[] = [];
  readonly constants: Constant[] = [];
  elements = 0;
  readonly #plan: Plan;
  readonly #places: Places;

  constructor(plan: Plan, places: Places) {
    this.#plan = plan;
    this.#places = places;
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
        return geometry.phases.map((phase) => {
          const taps = phase.taps.rows.length * phase.taps.columns.length;
          const packed = this.#constant(taps * kernel.channels * row, (to, weights) => packQuads(to, kernel, phase, weights));
          return convolve(step, phase, places, packed / QUAD, bias);
        });
      }
      case 'depthwise': {
        const {kernel, geometry} = step;
        const {taps} = geometry.phases[0]!;
        const size = taps.rows.length * taps.columns.length * kernel.filters;
        const packed = this.#constant(size, (to, weights) => packDepthwise(to, kernel, weights));
        return [
          depthwise(
            step,
            places,
            packed,
            this.#constant(kernel.filters, (to, weights) => packBiases(to, kernel, weights)),
          ),
        ];
      }
      case 'affine': {
        const {norm, channels} = step;
        const factors = this.#constant(channels, (to, weights) => to.set(normFactors(norm, weights).factors));
        return [
          affine(
            step,
            places,
            factors,
            this.#constant(channels, (to, weights) => to.set(normFactors(norm, weights).summands)),
          ),
        ];
      }
      case 'layerNorm': {
        const {gamma, beta, channels} = step;
        const factors = this.#constant(channels, (to, weights) => (gamma === undefined ? to.fill(1) : to.set(weights[gamma]!)));
        const summands = this.#constant(channels, (to, weights) => beta !== undefined && to.set(weights[beta]!));
        return [layerNorm(step, places, factors, summands)];
      }
      case 'prelu': {
        const {shape, data} = this.#plan.graph.weights[step.alpha]!;
        return [
          prelu(
            step,
            places,
            this.#constant(data.length, (to, weights) => to.set(weights[step.alpha]!)),
            shape,
          ),
        ];
      }
      case 'frame':
        return [frame(step, places)];
      case 'border':
        return [border(step, places)];
      case 'ending':
        return [ending(step, places)];
      case 'softmax':
        return [softmax(step, places)];
      case 'permute':
        return [permute(step, places)];
      case 'bilinear':
        return [bilinear(step, places)];
      case 'pool':
        return [pool(step, places)];
      case 'combine':
        return [combine(step, places)];
      case 'join':
        return [join(step, places)];
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
