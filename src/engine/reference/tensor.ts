import type {GraphNode} from '../../format/graph.js';

/** One example's value. */
export type Tensor = {data: Float32Array; shape: number[]};

/** The node of one operation, or of several. */
export type NodeOf<Op extends GraphNode['op']> = Extract<GraphNode, {op: Op}>;

/** Computes one node for one example. `weights` are those of the node, in its order. */
export type Compute<Op extends GraphNode['op']> = (node: NodeOf<Op>, inputs: Tensor[], weights: Float32Array[]) => Float32Array;
