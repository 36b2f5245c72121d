import {zipSync} from 'fflate';
import {writeNpy} from '../../data/npy.js';
import type {Batch} from '../../format/graph.js';
import {toImageData, type Picture} from '../controls/image-canvas.js';
import {pngOf} from '../png-of.js';

export type SampleFormat = 'sheet' | 'npy' | 'zip' | 'csv';

/** Tiles of a sheet are at least this wide, so that they can be looked at. */
const TILE = 56;
const GAP = 2;
/** A page stays awake between so many pictures. */
const AT_ONCE = 16;

export const ENDINGS: Record<SampleFormat, string> = {sheet: 'png', npy: 'npy', zip: 'zip', csv: 'csv'};

/** Samples [count, height, width, channels], or points [count, 2] for a table, as one file. */
export async function sampleFile(x: Batch, range: readonly [number, number], format: SampleFormat): Promise<Blob> {
  const picture: Picture = {data: x.data, shape: x.shape.slice(1), range};
  const count = x.shape[0]!;
  if (format === 'npy') return new Blob([writeNpy(x)], {type: 'application/octet-stream'});
  if (format === 'csv') return new Blob([tableOf(x)], {type: 'text/csv'});
  return format === 'sheet' ? sheetOf(picture, count) : zipOf(picture, count);
}

/** A row for each point, with as many digits as single precision has. */
function tableOf({data, shape}: Batch): string {
  const rows = Array.from(
    {length: shape[0]!},
    (_, i) => `${Number(data[2 * i]!.toPrecision(8))},${Number(data[2 * i + 1]!.toPrecision(8))}\n`,
  );
  return `x,y\n${rows.join('')}`;
}

/** All samples on one canvas, row by row, each of its pixels a square. */
async function sheetOf(picture: Picture, count: number): Promise<Blob> {
  const [height = 1, width = 1] = picture.shape;
  const columns = Math.ceil(Math.sqrt(count));
  const scale = Math.max(1, Math.ceil(TILE / width));
  const [stepX, stepY] = [scale * width + GAP, scale * height + GAP];
  const sheet = canvasOf(columns * stepX - GAP, Math.ceil(count / columns) * stepY - GAP);
  const one = canvasOf(width, height);
  const context = sheet.getContext('2d')!;
  context.imageSmoothingEnabled = false;
  for (let i = 0; i < count; i++) {
    one.getContext('2d')!.putImageData(toImageData(picture, i), 0, 0);
    context.drawImage(one, (i % columns) * stepX, Math.floor(i / columns) * stepY, scale * width, scale * height);
  }
  return pngOf(sheet);
}

async function zipOf(picture: Picture, count: number): Promise<Blob> {
  const [height = 1, width = 1] = picture.shape;
  const digits = String(count - 1).length;
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (let from = 0; from < count; from += AT_ONCE) {
    const names = Array.from({length: Math.min(AT_ONCE, count - from)}, (_, i) => from + i);
    await Promise.all(
      names.map(async (i) => {
        const canvas = canvasOf(width, height);
        canvas.getContext('2d')!.putImageData(toImageData(picture, i), 0, 0);
        files[`${String(i).padStart(digits, '0')}.png`] = new Uint8Array(await (await pngOf(canvas)).arrayBuffer());
      }),
    );
  }
  const inOrder = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  // PNGs are deflated already. A fixed date: the same seed gives the same file.
  return new Blob([zipSync(inOrder, {level: 0, mtime: '1980-01-01T00:00:00'})], {type: 'application/zip'});
}

const canvasOf = (width: number, height: number) => Object.assign(document.createElement('canvas'), {width, height});
