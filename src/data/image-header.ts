/** Kinds of picture file that are told apart by their first bytes. */
export type ImageKind = 'png' | 'jpeg' | 'gif' | 'bmp' | 'webp' | 'avif' | 'heic' | 'svg' | 'unknown';

/** What the beginning of a file says of the picture in it; without `size` where it says none, or where its kind is not read. */
export type ImageHeader = {kind: ImageKind; size?: {width: number; height: number}};

/** So much of a file is enough: comments and colour profiles of a JPEG lie in front of its size, a metadata box of an AVIF file too. */
export const HEADER_BYTES = 1 << 19;

const text = (bytes: Uint8Array, start: number, length: number) => String.fromCharCode(...bytes.subarray(start, start + length));

/** Kind and size of a picture from the beginning of its file, before anything is decoded: a small file may hold a picture of any size. */
export function readImageHeader(bytes: Uint8Array): ImageHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const kind = kindOf(bytes);
    const read = kind === 'heic' || kind === 'svg' || kind === 'unknown' ? undefined : SIZES[kind];
    const size = read?.(bytes, view);
    return size && size.width > 0 && size.height > 0 ? {kind, size} : {kind};
  } catch (error) {
    // The file ends within its header.
    if (error instanceof RangeError) return {kind: kindOf(bytes)};
    throw error;
  }
}

function kindOf(bytes: Uint8Array): ImageKind {
  const begins = text(bytes, 0, 12);
  if (begins.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (begins.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^GIF8[79]a/.test(begins)) return 'gif';
  if (begins.startsWith('BM')) return 'bmp';
  if (/^RIFF[^]{4}WEBP/.test(begins)) return 'webp';
  if (/^[^]{4}ftyp/.test(begins)) {
    const brands = text(bytes, 8, 40);
    if (/avi[fs]/.test(brands)) return 'avif';
    if (/he[iv][cfmsx]|mif1|msf1/.test(brands)) return 'heic';
  }
  // Markup, after a byte order mark, a declaration and comments.
  if (/^(\xef\xbb\xbf)?\s*<[^]*?<?svg[\s>]/i.test(text(bytes, 0, 2000))) return 'svg';
  return 'unknown';
}

type ReadSize = (bytes: Uint8Array, view: DataView) => {width: number; height: number} | undefined;

const SIZES: Record<Exclude<ImageKind, 'heic' | 'svg' | 'unknown'>, ReadSize> = {
  png: (bytes, view) => (text(bytes, 12, 4) === 'IHDR' ? {width: view.getUint32(16), height: view.getUint32(20)} : undefined),
  gif: readGifSize,
  // Bitmaps of OS/2 have a header of 12 bytes; a negative height counts rows from the top.
  bmp: (_bytes, view) =>
    view.getUint32(14, true) === 12
      ? {width: view.getUint16(18, true), height: view.getUint16(20, true)}
      : {width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true))},
  jpeg: readJpegSize,
  webp: readWebpSize,
  avif: readAvifSize,
};

/** The screen or the first frame, whichever is larger: browsers widen the one to the other. */
function readGifSize(_bytes: Uint8Array, view: DataView): ReturnType<ReadSize> {
  let [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  const colors = view.getUint8(10);
  let at = 13 + (colors & 0x80 ? 3 * 2 ** ((colors & 7) + 1) : 0);
  // Extensions come before the frame, as blocks of at most 255 bytes.
  for (; view.getUint8(at) === 0x21; at++) for (at += 2; view.getUint8(at) > 0;) at += 1 + view.getUint8(at);
  if (view.getUint8(at) === 0x2c) {
    width = Math.max(width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
    height = Math.max(height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
  }
  return {width, height};
}

/** The frame header (SOF) among the segments of a JPEG (ITU-T T.81, B.1). A thumbnail has its own, inside of a segment that is jumped over. */
function readJpegSize(_bytes: Uint8Array, view: DataView): ReturnType<ReadSize> {
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    // Start of scan: what follows is the picture.
    if (marker === 0xda || marker === 0xd9) return undefined;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return {width: view.getUint16(at + 7), height: view.getUint16(at + 5)};
    const alone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += alone ? 2 : 2 + Math.max(2, view.getUint16(at + 2));
  }
}

/** The three kinds of WebP (RFC 9649): extended, lossless, lossy. */
function readWebpSize(bytes: Uint8Array, view: DataView): ReturnType<ReadSize> {
  const chunk = text(bytes, 12, 4);
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  if (chunk === 'VP8X') return {width: uint24(24) + 1, height: uint24(27) + 1};
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return {width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1};
  }
  return chunk === 'VP8 ' ? {width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff} : undefined;
}

/** The largest of the spatial extents (`ispe`, ISO/IEC 23008-12): a picture of tiles has one for them as well. */
function readAvifSize(bytes: Uint8Array, view: DataView): ReturnType<ReadSize> {
  let largest: ReturnType<ReadSize>;
  for (let at = 4; at + 16 <= bytes.length; at++) {
    if (bytes[at] !== 0x69 || text(bytes, at, 4) !== 'ispe') continue;
    const size = {width: view.getUint32(at + 8), height: view.getUint32(at + 12)};
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}
