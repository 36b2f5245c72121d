import type {Plan} from '../plan.js';

/**
 * A loop over `items` independent pieces of work, as WGSL statements about the `item` of a group of examples `g`.
 * `work` is what one item costs in floating-point operations, roughly.
 */
export type Body = {items: number; work: number; code: string};

/** Numbers that a shader reads besides its inputs: packed weights. `fill` writes them anew whenever the net's weights change. */
export type Constant = {elements: number; offset: number; fill: (to: Float32Array, weights: readonly Float32Array[]) => void};

/**
 * Where the values of a group of `examples` lie in the arena. Inputs and outputs come first, each with all examples of the batch one after the
 * other, as they are copied in and out; then for each group a block of its own, since groups run past each other.
 */
export class Places {
  readonly examples: number;
  /** Elements of inputs and outputs for each example. */
  readonly shared: number;
  readonly #plan: Plan;
  readonly #sharedAt = new Map<number, number>();

  constructor(plan: Plan, examples: number) {
    this.#plan = plan;
    this.examples = examples;
    let shared = 0;
    for (const slot of [...plan.inputs, ...plan.outputs]) {
      if (this.#sharedAt.has(slot)) continue;
      this.#sharedAt.set(slot, shared);
      shared += this.size(slot);
    }
    this.shared = shared;
  }

  /** Elements of a slot for each example. */
  size(slot: number): number {
    return this.#plan.slots[slot]!.size;
  }

  /** WGSL: index of the first element of a slot for the group `g`. */
  at(slot: number): string {
    const shared = this.#sharedAt.get(slot);
    if (shared !== undefined) return `(capacity * ${shared} + g * ${this.examples * this.size(slot)})`;
    const {plan, examples} = {plan: this.#plan, examples: this.examples};
    return `(capacity * ${this.shared} + g * ${examples * plan.arena} + ${examples * plan.slots[slot]!.offset})`;
  }

  /** Elements before those of an input or output when the batch has `capacity` examples. */
  sharedOffset(slot: number, capacity: number): number {
    return this.#sharedAt.get(slot)! * capacity;
  }

  elements(capacity: number): number {
    return (this.shared + this.#plan.arena) * capacity;
  }

  /** Each of `size` elements of each example: `n` is the example within the group and `i` the element. */
  each(size: number, work: number, code: string): Body {
    const split = this.examples === 1 ? 'let n = 0; let i = item;' : `let n = item / ${size}; let i = item % ${size};`;
    return {items: size * this.examples, work, code: `${split}\n${code}`};
  }
}
