import type {Graph, GraphNode} from '../format/graph.js';
import type {Slot} from './plan.js';

/** Stands among the readers of a value for the caller, who gets it. */
export const OUTSIDE = -1;

/** Who reads which value of a graph, and in which slot it lies. Values that share their elements, as behind a reshape, have one root. */
export class Values {
  readonly slots: Slot[] = [];
  readonly #graph: Graph;
  readonly #parent: number[];
  readonly #users: number[][];
  readonly #slotOf = new Map<number, number>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#parent = Array.from({length: graph.inputs.length + graph.nodes.length}, (_, value) => value);
    this.#users = this.#parent.map(() => []);
    for (const [index, node] of graph.nodes.entries()) {
      if (node.op === 'reshape') this.#parent[this.of(index)] = node.inputs[0]!;
      else for (const input of node.inputs) this.users(input).push(index);
    }
    for (const output of graph.outputs) this.users(output).push(OUTSIDE);
  }

  /** The value that a node makes. */
  of(node: number): number {
    return this.#graph.inputs.length + node;
  }

  producer(value: number): GraphNode | undefined {
    return this.#graph.nodes[value - this.#graph.inputs.length];
  }

  root(value: number): number {
    const parent = this.#parent[value]!;
    return parent === value ? value : this.root(parent);
  }

  /** Nodes that read a value, or OUTSIDE. */
  users(value: number): number[] {
    return this.#users[this.root(value)]!;
  }

  onlyReader(value: number, user: number): boolean {
    const users = this.users(value);
    return users.length === 1 && users[0] === user;
  }

  /** A value's node was taken over by the one that makes `into`: its readers read that. */
  merge(value: number, into: number): void {
    const users = this.users(value);
    this.#parent[value] = into;
    this.#users[this.root(into)] = users;
  }

  slot(value: number): number {
    return this.#slotOf.get(this.root(value))!;
  }

  place(value: number, size: number): number {
    const slot = this.newSlot(size);
    this.#slotOf.set(value, slot);
    return slot;
  }

  newSlot(size: number): number {
    return this.slots.push({size, offset: 0}) - 1;
  }

  /** Slots to read from and to write to for an elementwise step, which overwrites what nobody else reads. */
  inPlace(input: number, value: number): [from: number, to: number] {
    const from = this.slot(input);
    if (this.users(input).length > 1) return [from, this.place(value, this.slots[from]!.size)];
    this.#slotOf.set(value, from);
    return [from, from];
  }
}
