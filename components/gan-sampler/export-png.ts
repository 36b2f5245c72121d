import {pngOf} from '../../src/elements/png-of.js';
/** The samples in sight on one canvas, as they stand, on the figure's paper. */
export function exportPng(canvases: readonly HTMLCanvasElement[], columns: number, paper: string): Promise<Blob> {
  const [first] = canvases;
  const scale = 4;
  const gap = scale;
  const [width, height] = [scale * (first?.width ?? 1), scale * (first?.height ?? 1)];
  const sheet = document.createElement('canvas');
  sheet.width = columns * (width + gap) + gap;
  sheet.height = Math.ceil(canvases.length / columns) * (height + gap) + gap;
  const context = sheet.getContext('2d')!;
  context.fillStyle = paper;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.imageSmoothingEnabled = false;
  canvases.forEach((canvas, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    context.drawImage(canvas, gap + column * (width + gap), gap + row * (height + gap), width, height);
  });
  return pngOf(sheet);
}
