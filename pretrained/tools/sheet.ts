import {encode} from 'fast-png';

/**
 * A PNG of equal images of one channel, `columns` in a row, with `gap` pixels of white between them. Values are 0 … 1.
 * As `ink`, 1 is black on white paper; as `light`, the value is the pixel's grey.
 */
export function sheet(
  images: readonly Float32Array[],
  size: [number, number],
  columns: number,
  {gap = 0, as = 'ink'}: {gap?: number; as?: 'ink' | 'light'} = {},
): Uint8Array {
  const [height, width] = size;
  const rows = Math.ceil(images.length / columns);
  const sheetWidth = columns * (width + gap) - gap;
  const sheetHeight = rows * (height + gap) - gap;
  const data = new Uint8Array(sheetWidth * sheetHeight).fill(255);
  for (const [index, image] of images.entries()) {
    const top = Math.floor(index / columns) * (height + gap);
    const left = (index % columns) * (width + gap);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const value = Math.round(255 * image[y * width + x]!);
        data[(top + y) * sheetWidth + left + x] = as === 'ink' ? 255 - value : value;
      }
    }
  }
  return encode({width: sheetWidth, height: sheetHeight, data, channels: 1, depth: 8}, {zlib: {level: 9}});
}
