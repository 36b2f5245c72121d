import type {Batch} from '../../src/format/graph.js';
import {colorIndex, colorTable} from './color-scale.js';
import {logNormal} from './stage.js';

/** The sheet in base space: a disc of so many standard deviations, all but one of a hundred points, … */
const REACH = 3;
/** … with lines every half, and so many cells between two of them. */
const LINES = 13;
const BETWEEN = 6;
/** Corners along a side. */
const SIDE = (LINES - 1) * BETWEEN + 1;

/** Corners of the cells in base space, those of a square around the disc, row by row from below. */
export function sheetCorners(): Batch {
  const at = (i: number) => ((2 * i) / (SIDE - 1) - 1) * REACH;
  const data = Float32Array.from({length: 2 * SIDE * SIDE}, (_, i) => {
    const corner = i >> 1;
    return at(i % 2 === 0 ? corner % SIDE : Math.floor(corner / SIDE));
  });
  return {data, shape: [SIDE * SIDE, 2]};
}

/** Whether a corner is on the disc. */
const IS_ON = (() => {
  const {data} = sheetCorners();
  return Array.from({length: SIDE * SIDE}, (_, i) => Math.hypot(data[2 * i]!, data[2 * i + 1]!) <= REACH + 1e-6);
})();

/** Mass of each cell, at its corner below and left. */
const MASSES = (() => {
  const {data} = sheetCorners();
  const side = (2 * REACH) / (SIDE - 1);
  return Float64Array.from(
    {length: SIDE * SIDE},
    (_, i) => Math.exp(logNormal(data[2 * i]! + side / 2, data[2 * i + 1]! + side / 2)) * side ** 2,
  );
})();

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
 * The cells, each in the colour of its density: the mass that base space gives it over the area that it has now. Where a cell is folded to a line, no more than its
 * densest corner.
 */
export function paintCells(
  context: CanvasRenderingContext2D,
  positions: Float32Array,
  logProb: Float32Array,
  top: number,
  at: Pixels,
): void {
  const table = colorTable();
  const corner = (i: number) => at(positions[2 * i]!, positions[2 * i + 1]!);
  context.lineWidth = 0.8;
  context.lineJoin = 'round';
  for (let row = 0; row < SIDE - 1; row++) {
    for (let column = 0; column < SIDE - 1; column++) {
      const i = row * SIDE + column;
      const corners = [i, i + 1, i + SIDE + 1, i + SIDE];
      if (!corners.some((one) => IS_ON[one])) continue;
      const most = Math.exp(Math.max(...corners.map((one) => logProb[one]!)));
      const density = Math.min(most, MASSES[i]! / areaOf(corners, positions));
      const color = colorIndex(density / top);
      context.fillStyle = context.strokeStyle = `rgb(${table[color]} ${table[color + 1]} ${table[color + 2]})`;
      context.beginPath();
      corners.forEach((one) => context.lineTo(...corner(one)));
      context.closePath();
      context.fill();
      // Over the hairline that two fills leave between them.
      context.stroke();
    }
  }
}

/** The lines of the sheet. */
export function paintLines(context: CanvasRenderingContext2D, positions: Float32Array, at: Pixels): void {
  context.beginPath();
  for (let line = 0; line < LINES; line++) {
    for (const [start, step] of [
      [line * BETWEEN * SIDE, 1],
      [line * BETWEEN, SIDE],
    ] as const) {
      let isDrawing = false;
      for (let i = 0; i < SIDE; i++) {
        const point = start + i * step;
        if (IS_ON[point]) context[isDrawing ? 'lineTo' : 'moveTo'](...at(positions[2 * point]!, positions[2 * point + 1]!));
        isDrawing = IS_ON[point]!;
      }
    }
  }
  context.stroke();
}
