import {pngOf} from '../../src/elements/png-of.js';
import type {Point} from '../../src/elements/controls/plane-drag.js';
import type {Chart} from './chart.js';
import type {Posterior} from './examples.js';

/** Where the ring is, and what is drawn around it. */
export type Marks = {at: Point; chart: Chart; extent: number; posterior: Posterior | undefined};

const GAP = 24;

/** Plane with ring and ellipses, and the decoded image beside it, on the figure's paper. */
export async function exportPng(plane: HTMLCanvasElement, image: HTMLCanvasElement, root: HTMLElement, marks: Marks): Promise<Blob> {
  const size = plane.width;
  const scale = Math.max(1, Math.floor((size * 0.62) / image.width));
  const canvas = document.createElement('canvas');
  canvas.width = size + GAP + scale * image.width;
  canvas.height = Math.max(size, scale * image.height);
  const context = canvas.getContext('2d')!;
  const style = getComputedStyle(root);
  context.fillStyle = style.getPropertyValue('--_paper');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(plane, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(image, size + GAP, 0, scale * image.width, scale * image.height);
  drawMarks(context, marks, size, style.getPropertyValue('--_accent'), style.getPropertyValue('--_paper'));
  return pngOf(canvas);
}

function drawMarks(
  context: CanvasRenderingContext2D,
  {at, chart, extent, posterior}: Marks,
  size: number,
  accent: string,
  paper: string,
): void {
  const toPixels = ([x, y]: Point) => [(x / extent + 1) * (size / 2), (1 - y / extent) * (size / 2)] as const;
  const unit = size / (2 * extent);
  context.strokeStyle = accent;
  context.lineWidth = size / 250;
  if (posterior?.deviation) {
    const {rx, ry, angle} = chart.shadow(posterior.deviation);
    for (const sigmas of [1, 2]) {
      context.beginPath();
      context.ellipse(
        ...toPixels(chart.toPlane(posterior.mean)),
        sigmas * unit * rx,
        sigmas * unit * ry,
        (-angle * Math.PI) / 180,
        0,
        2 * Math.PI,
      );
      context.stroke();
    }
  }
  context.beginPath();
  context.arc(...toPixels(at), size / 50, 0, 2 * Math.PI);
  context.fillStyle = paper;
  context.fill();
  context.lineWidth = size / 90;
  context.stroke();
}
