import type {Edges} from '../format/graph.js';
import type {Framed} from './plan.js';

export const NO_FRAME: Edges = {top: 0, bottom: 0, left: 0, right: 0};

export function isEmpty({top, bottom, left, right}: Edges): boolean {
  return top === 0 && bottom === 0 && left === 0 && right === 0;
}

export function addEdges(a: Edges, b: Edges): Edges {
  return {top: a.top + b.top, bottom: a.bottom + b.bottom, left: a.left + b.left, right: a.right + b.right};
}

export function negative({top, bottom, left, right}: Edges): Edges {
  return {top: -top, bottom: -bottom, left: -left, right: -right};
}

export function sameImage(a: Omit<Framed, 'slot'>, b: Omit<Framed, 'slot'>): boolean {
  return a.rows === b.rows && a.columns === b.columns && a.channels === b.channels;
}

/** Elements of an image with its frame. */
export function framedSize({rows, columns, channels, frame}: Omit<Framed, 'slot'>): number {
  return (rows + frame.top + frame.bottom) * (columns + frame.left + frame.right) * channels;
}
