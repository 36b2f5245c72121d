import {pngOf} from '../../src/elements/png-of.js';

/** The plane with its ring, on the figure's paper. */
export function exportPng(plane: HTMLCanvasElement, at: readonly [number, number], style: CSSStyleDeclaration): Promise<Blob> {
  const size = plane.width;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d')!;
  const [paper, accent] = ['--_paper', '--_accent'].map((name) => style.getPropertyValue(name)) as [string, string];
  context.fillStyle = paper;
  context.fillRect(0, 0, size, size);
  context.drawImage(plane, 0, 0);
  context.beginPath();
  context.arc((at[0] + 1) * (size / 2), (1 - at[1]) * (size / 2), size / 50, 0, 2 * Math.PI);
  context.fillStyle = paper;
  context.fill();
  context.strokeStyle = accent;
  context.lineWidth = size / 90;
  context.stroke();
  return pngOf(canvas);
}
