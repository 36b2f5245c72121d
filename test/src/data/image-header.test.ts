import {expect} from 'chai';
import {readImageHeader} from '../../../src/data/image-header.js';

const ascii = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
const big = (value: number, bytes: number) => Array.from({length: bytes}, (_, i) => (value / 256 ** (bytes - 1 - i)) & 255);
const little = (value: number, bytes: number) => big(value, bytes).reverse();
const read = (...parts: (number[] | string)[]) =>
  readImageHeader(Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? ascii(part) : part))));
const segment = (marker: number, content: number[]) => [0xff, marker, ...big(content.length + 2, 2), ...content];
const frame = (marker: number, width: number, height: number) => segment(marker, [8, ...big(height, 2), ...big(width, 2), 1, 1, 0x11, 0]);

describe('readImageHeader', () => {
  it('reads the size of each kind', () => {
    const jpeg = [0xff, 0xd8];
    // A thumbnail in a metadata segment has a frame of its own.
    const exif = segment(0xe1, [...ascii('Exif\0\0'), 0xff, 0xd8, ...frame(0xc0, 160, 120)]);
    const cases: [string, ReturnType<typeof read>, number, number][] = [
      ['png', read('\x89PNG\r\n\x1a\n', big(13, 4), 'IHDR', big(40_000, 4), big(30_000, 4)), 40_000, 30_000],
      ['jpeg', read(jpeg, exif, segment(0xdb, [0]), [0xff, 0xff], frame(0xc2, 4032, 3024).slice(1)), 4032, 3024],
      ['jpeg', read(jpeg, segment(0xc4, [0, 1, 2]), frame(0xc0, 10, 20)), 10, 20],
      [
        'gif',
        read(
          'GIF89a',
          little(300, 2),
          little(200, 2),
          [0, 0, 0],
          [0x21, 0xf9, 4, 0, 0, 0, 0, 0],
          [0x2c],
          little(0, 4),
          little(9, 2),
          little(9, 2),
        ),
        300,
        200,
      ],
      [
        'gif',
        read(
          'GIF87a',
          little(1, 2),
          little(1, 2),
          [0x80, 0, 0],
          [1, 2, 3, 4, 5, 6],
          [0x2c],
          little(0, 4),
          little(60_000, 2),
          little(50_000, 2),
        ),
        60_000,
        50_000,
      ],
      ['bmp', read('BM', new Array<number>(12).fill(0), little(40, 4), little(640, 4), little(2 ** 32 - 480, 4)), 640, 480],
      ['bmp', read('BM', new Array<number>(12).fill(0), little(12, 4), little(640, 2), little(480, 2)), 640, 480],
      ['webp', read('RIFF', little(99, 4), 'WEBPVP8X', little(10, 4), [0, 0, 0, 0], little(16_383, 3), little(999, 3)), 16_384, 1000],
      ['webp', read('RIFF', little(99, 4), 'WEBPVP8L', little(10, 4), [0x2f], little(639 | (479 << 14), 4)), 640, 480],
      ['webp', read('RIFF', little(99, 4), 'WEBPVP8 ', little(10, 4), [0, 0, 0, 0x9d, 1, 0x2a], little(640, 2), little(480, 2)), 640, 480],
      [
        'avif',
        read(
          big(24, 4),
          'ftypavif',
          [0, 0, 0, 0],
          'mif1miaf',
          'xxxxispe',
          big(0, 4),
          big(64, 4),
          big(64, 4),
          big(20, 4),
          'ispe',
          big(0, 4),
          big(6000, 4),
          big(4000, 4),
        ),
        6000,
        4000,
      ],
    ];
    for (const [kind, header, width, height] of cases) expect(header, kind).to.deep.equal({kind, size: {width, height}});
  });

  it('tells apart what it does not read', () => {
    expect(read(big(24, 4), 'ftypheic', [0, 0, 0, 0], 'mif1heic').kind).to.equal('heic');
    for (const markup of ['<svg xmlns="http://www.w3.org/2000/svg">', '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a bomb -->\n<svg >'])
      expect(read(markup).kind).to.equal('svg');
    expect(read('<html><p>No picture</p>').kind).to.equal('unknown');
    expect(read('').kind).to.equal('unknown');
    expect(read('%PDF-1.7').kind).to.equal('unknown');
  });

  it('has no size for a file that ends within its header, or that has none', () => {
    const whole = [...ascii('\x89PNG\r\n\x1a\n'), ...big(13, 4), ...ascii('IHDR'), ...big(4, 4), ...big(3, 4)];
    for (let length = 8; length < whole.length; length++) expect(read(whole.slice(0, length))).to.deep.equal({kind: 'png'});
    expect(read([0xff, 0xd8, 0xff, 0xda, 0, 2])).to.deep.equal({kind: 'jpeg'});
    expect(read([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff])).to.deep.equal({kind: 'jpeg'});
    expect(read('\x89PNG\r\n\x1a\n', big(13, 4), 'IHDR', big(0, 4), big(3, 4))).to.deep.equal({kind: 'png'});
  });
});
