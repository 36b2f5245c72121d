import type {Batch} from '../../src/format/graph.js';
import {logNormal} from './stage.js';

/** The sheet in base space: a disc of so many standard deviations, all but one of a hundred points, … */
const REACH = 3;
/** … with lines every half, and so many cells between two of them. */
const LINES = 13;
const BETWEEN = 6;
/** Corners along a side. */
const SIDE = (LINES - 1) * BETWEEN + 1;

type Sheet = {
  /** Corners of the cells in base space, those of a square around the disc, row by row from below: [corners, 2]. */
  corners: Float32Array;
  /** Whether a corner is on the disc. */
  isOn: boolean[];
  /** Mass of each cell, at its corner below and left. */
  masses: Float64Array;
};

let made: Sheet | undefined;

/** Made when it is first needed. */
function sheet(): Sheet {
  if (made) return made;
  const [side, count] = [(2 * REACH) / (SIDE - 1), SIDE * SIDE];
  const places = Array.from({length: count}, (_, i) => [(i % SIDE) * side - REACH, Math.floor(i / SIDE) * side - REACH] as const);
  made = {
    corners: Float32Array.from(places.flat()),
    isOn: places.map(([x, y]) => Math.hypot(x, y) <= REACH + 1e-6),
    masses: Float64Array.from(places, ([x, y]) => Math.exp(logNormal(x + side / 2, y + side / 2)) * side ** 2),
  };
  return made;
}

export function sheetCorners(): Batch {
  return {data: sheet().corners, shape: [SIDE * SIDE, 2]};
}

/** Of a polygon, by the shoelace formula. */
function areaOf(corners: readonly number[], positions: Float32Array): number {
  let sum = 0;
  corners.forEach((from, i) => {
    const to = corners[(i + 1) % corners.length]!;
    sum += positions[2 * from]! * positions[2 * to + 1]! - positions[2 * to]! * positions[2 * from + 1]!;
  });
  return Math.abs(sum) / 2;
}

type Pixels = (x: number, y: number) => readonly [number, number];

/**
 * Densities of the cells on a raster [size, size] of a plane of ±extent, from the largest y down: the mass that base space gives a cell over the area that it has now.
 * Where a cell is folded to a line, no more than its densest corner. Nothing lies beside the sheet.
 */
export function densityOfCells(positions: Float32Array, logProb: Float32Array, size: number, extent: number): Float32Array {
  const {isOn, masses} = sheet();
  const raster = new Float32Array(size * size);
  const pixels = positions.map((value, i) => ((i % 2 === 0 ? value : -value) / extent + 1) * (size / 2));
  for (let row = 0; row < SIDE - 1; row++) {
    for (let column = 0; column < SIDE - 1; column++) {
      const i = row * SIDE + column;
      const corners = [i, i + 1, i + SIDE + 1, i + SIDE] as const;
      if (!corners.some((one) => isOn[one])) continue;
      const most = Math.exp(Math.max(...corners.map((one) => logProb[one]!)));
      const density = Math.min(most, masses[i]! / areaOf(corners, positions));
      fillTriangle(raster, size, pixels, corners[0], corners[1], corners[2], density);
      fillTriangle(raster, size, pixels, corners[0], corners[2], corners[3], density);
    }
  }
  return raster;
}

/** Sets the pixels whose middle is in a triangle of three points, or within half a pixel of it, so that no seam stays open. */
function fillTriangle(raster: Float32Array, size: number, points: Float32Array, a: number, b: number, c: number, value: number): void {
  const [ax, ay, bx, by, cx, cy] = [
    points[2 * a]!,
    points[2 * a + 1]!,
    points[2 * b]!,
    points[2 * b + 1]!,
    points[2 * c]!,
    points[2 * c + 1]!,
  ];
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(ay, by, cy))), Math.min(size - 1, Math.floor(Math.max(ay, by, cy)))];
  for (let y = top; y <= bottom; y++) {
    const middle = Math.min(Math.max(y + 0.5, Math.min(ay, by, cy)), Math.max(ay, by, cy));
    let [left, right] = [Infinity, -Infinity];
    const cross = (px: number, py: number, qx: number, qy: number): void => {
      if ((py < middle && qy < middle) || (py > middle && qy > middle)) return;
      const at = py === qy ? px : px + ((middle - py) / (qy - py)) * (qx - px);
      left = Math.min(left, at, py === qy ? qx : at);
      right = Math.max(right, at, py === qy ? qx : at);
    };
    cross(ax, ay, bx, by);
    cross(bx, by, cx, cy);
    cross(cx, cy, ax, ay);
    const first = Math.max(0, Math.floor(left));
    const last = Math.min(size - 1, Math.floor(right));
    for (let x = first; x <= last; x++) raster[y * size + x] = value;
  }
}

/** The lines of the sheet; where software paints, many short paths are faster than one that crosses itself. */
export function paintLines(context: CanvasRenderingContext2D, positions: Float32Array, at: Pixels): void {
  const {isOn} = sheet();
  for (let line = 0; line < LINES; line++) {
    for (const [start, step] of [
      [line * BETWEEN * SIDE, 1],
      [line * BETWEEN, SIDE],
    ] as const) {
      context.beginPath();
      let isDrawing = false;
      for (let i = 0; i < SIDE; i++) {
        const point = start + i * step;
        if (isOn[point]) context[isDrawing ? 'lineTo' : 'moveTo'](...at(positions[2 * point]!, positions[2 * point + 1]!));
        isDrawing = isOn[point]!;
      }
      context.stroke();
    }
  }
}
