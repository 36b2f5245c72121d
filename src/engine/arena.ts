import type {Slot, Step} from './plan.js';

/** Vectors of four: the last one of a slot may be written in full. */
const ALIGNMENT = 4;

function slotsOf(step: Step): number[] {
  const slots: number[] = [];
  if ('from' in step) slots.push(typeof step.from === 'number' ? step.from : step.from.slot);
  if ('with' in step) slots.push(step.with);
  slots.push(typeof step.to === 'number' ? step.to : step.to.slot);
  return slots;
}

/**
 * Lays the slots out in one arena, each in the smallest gap that is free from the step that first touches it to the one that last does.
 * Inputs live from the start, outputs to the end. Returns the arena's size.
 */
export function placeSlots(slots: Slot[], steps: Step[], inputs: number[], outputs: number[]): number {
  const first = slots.map(() => steps.length);
  const last = slots.map(() => -1);
  for (const [index, step] of steps.entries()) {
    for (const slot of slotsOf(step)) {
      first[slot] = Math.min(first[slot]!, index);
      last[slot] = Math.max(last[slot]!, index);
    }
  }
  for (const slot of inputs) first[slot] = -1;
  for (const slot of outputs) last[slot] = steps.length;
  const order = slots.map((_, slot) => slot).sort((a, b) => slots[b]!.size - slots[a]!.size);
  const placed: number[] = [];
  let size = 0;
  for (const slot of order) {
    const rivals = placed.filter((other) => first[other]! <= last[slot]! && first[slot]! <= last[other]!);
    const own = aligned(slots[slot]!.size);
    const offset = lowestGap(
      rivals.map((other) => slots[other]!),
      own,
    );
    slots[slot]!.offset = offset;
    placed.push(slot);
    size = Math.max(size, offset + own);
  }
  return size;
}

function lowestGap(taken: Slot[], size: number): number {
  let offset = 0;
  for (const slot of taken.sort((a, b) => a.offset - b.offset)) {
    if (slot.offset - offset >= size) break;
    offset = Math.max(offset, slot.offset + aligned(slot.size));
  }
  return offset;
}

function aligned(size: number): number {
  return Math.ceil(size / ALIGNMENT) * ALIGNMENT;
}
