import type {Heap} from './heap.js';

/** What nets and flows of one engine share: memory, and an arena of at least so many bytes, which one uses only between two pauses. */
export type Shared = {heap: Heap; arena: (bytes: number) => number; release: () => void};
