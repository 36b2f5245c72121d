import {encode} from 'fast-png';

/**
 * A PNG of equal images [height, width, channels], `columns` in a row, with `gap` pixels of white between them. Values are 0 … 1.
 * As `ink`, 1 is black on white paper; as `light`, the value is the pixel's grey. Three channels are red, green and blue in either case.
 */
export function sheet(
  images: readonly Float32Array[],
  shape: readonly number[],
  columns: number,
  {gap = 0, as = 'ink'}: {gap?: number; as?: 'ink' | 'light'} = {},
): Uint8Array {
  const [height, width, channels] = shape as [number, number, 1 | 3];
  const inverted = as === 'ink' && channels === 1;
  const rows = Math.ceil(images.length / columns);
  const sheetWidth = columns * (width + gap) - gap;
  const sheetHeight = rows * (height + gap) - gap;
  const data = new Uint8Array(sheetWidth * sheetHeight * channels).fill(255);
  for (const [index, image] of images.entries()) {
    const top = Math.floor(index / columns) * (height + gap);
    const left = (index % columns) * (width + gap);
    const row = width * channels;
    for (let y = 0; y < height; y++) {
      const start = ((top + y) * sheetWidth + left) * channels;
      for (let i = 0; i < row; i++) {
        const value = Math.round(255 * image[y * row + i]!);
        data[start + i] = inverted ? 255 - value : value;
      }
    }
  }
  return encode({width: sheetWidth, height: sheetHeight, data, channels, depth: 8}, {zlib: {level: 9}});
}
