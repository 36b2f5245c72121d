import {GenerativeError} from '../../format/errors.js';

const PAGE = 65_536;
/** Vectors are loaded fastest from here, and a kernel may read up to 15 bytes past the end of its input. */
const ALIGNMENT = 16;

type Block = {start: number; bytes: number};

/** Blocks of a wasm memory, handed out first fit from a list of gaps that are joined again when they are freed. Memory grows and never shrinks. */
export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly #gaps: Block[] = [];
  readonly #taken = new Map<number, number>();
  #end = ALIGNMENT;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
  }

  get bytesInUse(): number {
    return [...this.#taken.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** @throws GenerativeError `out-of-memory` */
  allocate(size: number): number {
    const bytes = Math.ceil(size / ALIGNMENT) * ALIGNMENT + ALIGNMENT;
    const gap = this.#gaps.find((candidate) => candidate.bytes >= bytes);
    let start = this.#end;
    if (gap) {
      start = gap.start;
      gap.start += bytes;
      gap.bytes -= bytes;
      if (gap.bytes === 0) this.#gaps.splice(this.#gaps.indexOf(gap), 1);
    } else {
      this.#grow(start + bytes);
      this.#end = start + bytes;
    }
    this.#taken.set(start, bytes);
    return start;
  }

  free(start: number): void {
    const bytes = this.#taken.get(start);
    if (bytes === undefined) return;
    this.#taken.delete(start);
    this.#gaps.push({start, bytes});
    this.#gaps.sort((a, b) => a.start - b.start);
    for (let index = this.#gaps.length - 1; index > 0; index--) {
      const [before, gap] = [this.#gaps[index - 1]!, this.#gaps[index]!];
      if (before.start + before.bytes !== gap.start) continue;
      before.bytes += gap.bytes;
      this.#gaps.splice(index, 1);
    }
    const last = this.#gaps[this.#gaps.length - 1];
    if (last && last.start + last.bytes === this.#end) {
      this.#end = last.start;
      this.#gaps.pop();
    }
  }

  #grow(end: number): void {
    const missing = Math.ceil((end - this.memory.buffer.byteLength) / PAGE);
    if (missing <= 0) return;
    try {
      this.memory.grow(missing);
    } catch (cause) {
      throw new GenerativeError('out-of-memory', `the net needs ${Math.ceil(end / 1e6)} MB, more than this browser gives`, {cause});
    }
  }
}
