import {pngOf} from '../../src/elements/png-of.js';
import {BASE_EXTENT, type Exploration} from './exploration.js';

const GAP = 24;

/** Both planes side by side with the rings at the point, on the figure's paper. */
export async function exportPng(
  data: HTMLCanvasElement,
  base: HTMLCanvasElement | undefined,
  {x, extent, beside}: Exploration,
  style: CSSStyleDeclaration,
): Promise<Blob> {
  const size = data.width;
  const canvas = document.createElement('canvas');
  canvas.width = base ? 2 * size + GAP : size;
  canvas.height = size;
  const context = canvas.getContext('2d')!;
  const [paper, accent] = ['--_paper', '--_accent'].map((name) => style.getPropertyValue(name)) as [string, string];
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, size);
  const ring = ([px, py]: readonly [number, number], reach: number, left: number) => {
    context.beginPath();
    context.arc(left + (px / reach + 1) * (size / 2), (1 - py / reach) * (size / 2), size / 50, 0, 2 * Math.PI);
    context.fillStyle = paper;
    context.fill();
    context.strokeStyle = accent;
    context.lineWidth = size / 90;
    context.stroke();
  };
  context.drawImage(data, 0, 0);
  ring(x, extent, 0);
  if (base) {
    context.drawImage(base, size + GAP, 0, size, size);
    if (beside) ring(beside, BASE_EXTENT, size + GAP);
  }
  return pngOf(canvas);
}
