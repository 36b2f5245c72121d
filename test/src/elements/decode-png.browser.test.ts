import {expect} from 'chai';
import {readExamples} from '../../../components/vae-latent-explorer/examples.js';
import type {Session} from '../../../src/client/session.js';
import {decodePng} from '../../../src/elements/decode-png.js';

/** A picture as a file of a kind that the browser writes. */
async function picture(width: number, height: number, type = 'image/png'): Promise<ArrayBuffer> {
  const canvas = Object.assign(document.createElement('canvas'), {width, height});
  canvas.getContext('2d')!.fillRect(0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type));
  return blob!.arrayBuffer();
}

const failure = (error: Error): string => error.message;

describe('pictures of a model', () => {
  it('are decoded where their size is bounded', async () => {
    const {width, height} = await decodePng(await picture(30, 20), 'a.png');
    expect([width, height]).to.deep.equal([30, 20]);
  });

  it('are refused by the size that they state, before anything is decoded', async () => {
    const bytes = await picture(30, 20);
    new DataView(bytes).setUint32(16, 65_535);
    new DataView(bytes).setUint32(20, 65_535);
    const decode = globalThis.createImageBitmap;
    globalThis.createImageBitmap = () => Promise.reject(new Error('decoded'));
    try {
      expect(await decodePng(bytes, 'a.png').catch(failure)).to.match(/^a\.png: has 65535 × 65535 pixels, more than 4194304 together/);
    } finally {
      globalThis.createImageBitmap = decode;
    }
  });

  it('are PNG, whole, and nothing else', async () => {
    expect(await decodePng(await picture(3, 2, 'image/jpeg'), 'a.png').catch(failure)).to.equal('a.png: is no PNG');
    expect(await decodePng(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>').buffer, 'a.png').catch(failure)).to.equal(
      'a.png: is no PNG',
    );
    expect(await decodePng(new ArrayBuffer(0), 'a.png').catch(failure)).to.equal('a.png: is no PNG');
    const bytes = await picture(30, 20);
    expect(await decodePng(bytes.slice(0, 40), 'a.png').catch(failure)).to.equal('a.png: the browser cannot decode this image');
  });

  it('come in sheets of no more than a tray can show', async () => {
    const session = (width: number, shape: number[]) =>
      ({
        manifest: {extras: {examples: 'examples.png'}, data: {shape, range: [0, 1]}},
        file: () => picture(width, 20),
      }) as unknown as Session<'vae'>;
    expect(await readExamples(session(30, [10, 10, 1]))).to.have.length(6);
    expect(await readExamples(session(1000, [1, 1, 1])).catch(failure)).to.equal('examples.png: holds 20000 pictures, more than 256');
  });
});
