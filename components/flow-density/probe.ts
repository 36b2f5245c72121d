import type {Session} from '../../src/client/session.js';
import type {Batch} from '../../src/format/graph.js';
import type {Point} from '../../src/elements/plane-data/frame.js';
import {logNormal, positionsAt, type Passage} from './stage.js';

/** What the flow says of one point. */
export type Probe = {
  z: Point;
  logProb: number;
  /** log p(z), what standardising does to areas, and what each coupling does: log p(x) is their sum. */
  base: number;
  standardising: number;
  couplings: number[];
  passage: Passage;
  /** How far from x the way back arrives. */
  error: number;
};

export const batchOf = ([x, y]: Point): Batch => ({data: Float32Array.of(x, y), shape: [1, 2]});

/** Takes a point to the base and back. */
export async function probe(session: Session<'flow'>, x: Point, channel?: string): Promise<Probe> {
  const {z, logDet, layers, layerLogDets} = await session.ops.forward({x: batchOf(x), layers: true}, {channel});
  const couplings = [...layerLogDets!.data];
  const [zx, zy] = [z.data[0]!, z.data[1]!];
  const back = (await session.ops.inverse({z})).x.data;
  const base = logNormal(zx, zy);
  return {
    z: [zx, zy],
    logProb: base + logDet[0]!,
    base,
    standardising: logDet[0]! - couplings.reduce((sum, one) => sum + one, 0),
    couplings,
    passage: {count: 1, couplings: couplings.length, layers: layers!.data, logDets: layerLogDets!.data},
    // Of the numbers that were asked about: in single precision they are others.
    error: Math.hypot(back[0]! - Math.fround(x[0]), back[1]! - Math.fround(x[1])),
  };
}

/** Where the point is at each stage from nothing applied to all. */
export function wayOf({passage}: Probe): Point[] {
  return Array.from({length: passage.couplings + 1}, (_, k) => [passage.layers[2 * k]!, passage.layers[2 * k + 1]!]);
}

export function placeAt({passage}: Probe, stage: number): Point {
  const [x, y] = positionsAt(passage, stage);
  return [x!, y!];
}
