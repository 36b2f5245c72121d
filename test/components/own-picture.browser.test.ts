import {emulateMedia, sendKeys} from '@web/test-runner-commands';
import {expect} from 'chai';
import type {VaeLatentExplorer} from '../../components/vae-latent-explorer/vae-latent-explorer.js';
import {Random} from '../../src/data/random.js';
import {clear, event, expectAccessible, part, pause, show, takeUncaught, until} from './helpers.js';

const TAG = '<vae-latent-explorer loading="eager" backend="wasm"></vae-latent-explorer>';
type Point = readonly [number, number];

async function shown(markup = TAG, width?: number): Promise<VaeLatentExplorer> {
  const element = show<VaeLatentExplorer>(markup, width);
  await element.ready;
  await until(() => element.shadowRoot!.querySelectorAll('button.example').length === 20, 'examples');
  return element;
}
const opener = (element: Element, at: 0 | 1) => element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.own button')[at]!;
async function opened(at: 0 | 1, markup?: string, width?: number): Promise<VaeLatentExplorer> {
  const element = await shown(markup, width);
  opener(element, at).click();
  await until(() => element.shadowRoot!.querySelector('.own-picture'), 'the panel');
  return element;
}
const main = (element: Element) => part<HTMLButtonElement>(element, '.own-picture .main');
/** Encoding is fast, but a machine that tests may be busy. */
const verdict = (element: Element) => until(() => rank(element) !== '', 'a verdict', 100_000);
const rank = (element: Element) => part(element, '.picture-rank').textContent?.trim() ?? '';
/** What the encoder sees, 0 … 1. */
function seen(element: Element, which = 0): number[] {
  const canvas = element.shadowRoot!.querySelectorAll<HTMLCanvasElement>('.picture-pair canvas')[which]!;
  const {data} = canvas.getContext('2d')!.getImageData(0, 0, 28, 28);
  return Array.from({length: 784}, (_, i) => data[4 * i]! / 255);
}
function bounds(values: number[]): {width: number; height: number; mean: number} {
  const on = [...values.keys()].filter((i) => values[i]! > 0.25);
  const spread = (all: number[]) => Math.max(...all) - Math.min(...all) + 1;
  return {
    width: spread(on.map((i) => i % 28)),
    height: spread(on.map((i) => Math.floor(i / 28))),
    mean: on.reduce((sum, i) => sum + values[i]!, 0) / on.length,
  };
}

function stroke(element: Element, points: readonly Point[], pointerType = 'mouse', pressure = 0.5): void {
  const pad = part(element, '.pad');
  const {left, top, width, height} = pad.getBoundingClientRect();
  const fire = (type: string, [x, y]: Point) =>
    pad.dispatchEvent(
      new PointerEvent(type, {
        clientX: left + x * width,
        clientY: top + y * height,
        // The mouse's, which can always be captured.
        pointerId: 1,
        pointerType,
        pressure,
        bubbles: true,
        composed: true,
        cancelable: true,
      }),
    );
  fire('pointerdown', points[0]!);
  for (const point of points.slice(1)) fire('pointermove', point);
  fire('pointerup', points.at(-1)!);
}

const BOOT: Point[] = [
  [0.54, 0.22],
  [0.88, 0.22],
  [0.9, 0.78],
  [0.08, 0.78],
  [0.06, 0.64],
  [0.28, 0.56],
  [0.48, 0.42],
  [0.54, 0.22],
];

async function chord(held: string, key: string): Promise<void> {
  await sendKeys({down: held});
  await sendKeys({press: key});
  await sendKeys({up: held});
}

function carrying(...files: File[]): DataTransfer {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer;
}
const drop = (element: Element, file: File) =>
  part(element, '.figure').dispatchEvent(
    new DragEvent('drop', {dataTransfer: carrying(file), bubbles: true, composed: true, cancelable: true}),
  );

async function canvasFile(width: number, height: number, type: string, draw: (context: CanvasRenderingContext2D) => void): Promise<File> {
  const canvas = Object.assign(document.createElement('canvas'), {width, height});
  draw(canvas.getContext('2d')!);
  const blob = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!), type, 0.92));
  return new File([blob], `made.${type.slice(6)}`, {type});
}

/** A shaded boot before wood, photographed with the camera turned: its pixels lie on their side, and EXIF says which. */
async function turnedPhotograph(): Promise<File> {
  const random = new Random(4);
  const jpeg = await canvasFile(360, 480, 'image/jpeg', (context) => {
    // Orientation 6: the viewer turns by 90° clockwise, so the picture is drawn turned the other way.
    context.translate(0, 480);
    context.rotate(-Math.PI / 2);
    for (let x = 0; x < 480; x += 4) {
      for (let y = 0; y < 360; y += 4) {
        const grain = 0.5 + 0.1 * Math.sin(x / 9 + 2 * Math.sin(y / 60)) + 0.04 * random.normal();
        context.fillStyle = `rgb(${255 * grain} ${205 * grain} ${150 * grain})`;
        context.fillRect(x, y, 4, 4);
      }
    }
    const shade = context.createLinearGradient(100, 0, 400, 0);
    shade.addColorStop(0, '#302a2a');
    shade.addColorStop(1, '#0c0a0a');
    context.fillStyle = shade;
    context.beginPath();
    BOOT.forEach(([x, y], i) => (i === 0 ? context.moveTo(100 + 300 * x, 40 + 290 * y) : context.lineTo(100 + 300 * x, 40 + 290 * y)));
    context.fill();
  });
  const bytes = new Uint8Array(await jpeg.arrayBuffer());
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  const exif = [...new TextEncoder().encode('Exif\0\0'), ...tiff];
  const segment = Uint8Array.of(0xff, 0xe1, 0, exif.length + 2, ...exif);
  return new File([bytes.subarray(0, 2), segment, bytes.subarray(2)], 'boot.jpg', {type: 'image/jpeg'});
}

describe("a picture of the reader's own", () => {
  before(async () => {
    await emulateMedia({reducedMotion: 'reduce'});
    await import('../../components/vae-latent-explorer/vae-latent-explorer.js');
  });
  after(() => emulateMedia({reducedMotion: 'no-preference'}));
  afterEach(() => {
    clear();
    expect(takeUncaught()).to.deep.equal([]);
  });

  it('is drawn: a boot is taken for a boot', async () => {
    const element = await opened(0);
    expect(opener(element, 0).getAttribute('aria-expanded')).to.equal('true');
    expect(main(element).disabled).to.equal(true);
    stroke(element, BOOT);
    await element.updateComplete;
    const {width, height} = bounds(seen(element));
    expect(width).to.be.within(26, 28);
    expect(height).to.be.within(16, 22);
    expect(seen(element)[14 * 28 + 22], 'filled').to.be.greaterThan(0.5);
    main(element).click();
    await verdict(element);
    expect(part(element, '.readout').textContent).to.include('boot');
    await until(() => element.shadowRoot!.querySelectorAll('ellipse').length > 0, 'the ellipse');
    expect(bounds(seen(element, 1)).width).to.be.greaterThan(20);
    expect(element.getState().encoded, 'a picture stays with its reader').to.equal(undefined);
    // Once encoded, what is drawn next is encoded too.
    const before = element.getState().z.join();
    stroke(element, [
      [0.3, 0.3],
      [0.3, 0.05],
    ]);
    await until(() => element.getState().z.join() !== before, 'another place');
  });

  it('is a scribble: far from anything that the model has seen', async () => {
    const element = await opened(0);
    stroke(
      element,
      [
        [0.1, 0.1],
        [0.9, 0.9],
      ],
      'touch',
    );
    stroke(
      element,
      [
        [0.1, 0.9],
        [0.9, 0.1],
      ],
      'pen',
      0.1,
    );
    await element.updateComplete;
    main(element).click();
    await verdict(element);
    expect(rank(element)).to.include('99 of 100').and.to.include('far from anything it has seen');
    [...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.picture-tools .button')].at(-1)!.click();
    await element.updateComplete;
    expect(main(element).disabled).to.equal(true);
    expect(rank(element)).to.equal('');
  });

  it('is drawn by keys, undone and erased', async () => {
    const element = await opened(0);
    part(element, '.pad').focus();
    const ink = () => seen(element).reduce((sum, value) => sum + value, 0);
    await sendKeys({press: 'ArrowRight'});
    expect(main(element).disabled).to.equal(true);
    await sendKeys({press: 'Space'});
    await sendKeys({press: 'ArrowDown'});
    await chord('Shift', 'ArrowRight');
    await sendKeys({press: 'Space'});
    await sendKeys({press: 'ArrowDown'});
    await element.updateComplete;
    expect(main(element).disabled).to.equal(false);
    const drawn = ink();
    expect(drawn).to.be.greaterThan(5);
    expect(part(element, '.own-picture .status').textContent).to.match(/\d+ %, \d+ %/);
    await chord('Control', 'z');
    await element.updateComplete;
    expect(main(element).disabled).to.equal(true);
  });

  it('is dropped: a shaded boot before wood, turned as its camera was', async () => {
    const element = await shown();
    drop(element, await turnedPhotograph());
    await until(() => element.shadowRoot!.querySelector('.own-picture') && !main(element).disabled, 'the picture');
    const yours = part<HTMLCanvasElement>(element, '.picture-yours');
    expect(yours.width, 'lies as it was seen').to.be.greaterThan(yours.height);
    const values = seen(element);
    const {width, height} = bounds(values);
    expect(width).to.be.within(25, 28);
    expect(height).to.be.within(15, 24);
    // The wood is gone, and what was dark is light.
    for (const corner of [0, 1, 28, 27 * 28, 27 * 28 + 1]) expect(values[corner]).to.be.below(0.08);
    expect(values[14 * 28 + 21]).to.be.greaterThan(0.4);
    main(element).click();
    await verdict(element);
    expect(part(element, '.readout').textContent).to.match(/boot|sneaker/);
    expect(rank(element)).not.to.include('99 of 100');
  });

  it('is chosen or pasted, and set right', async () => {
    const element = await opened(1);
    const file = await canvasFile(300, 200, 'image/png', (context) => {
      context.fillStyle = '#fff';
      context.fillRect(0, 0, 300, 200);
      context.fillStyle = '#222';
      context.fillRect(50, 60, 200, 80);
    });
    const input = part<HTMLInputElement>(element, '.picture-file input');
    input.files = carrying(file).files;
    input.dispatchEvent(new Event('change'));
    await until(() => !main(element).disabled, 'the chosen picture');
    expect(bounds(seen(element)).width).to.be.within(27, 28);
    const zoom = part<HTMLInputElement>(element, '#picture-zoom');
    zoom.value = '0.5';
    zoom.dispatchEvent(new Event('input'));
    await element.updateComplete;
    expect(bounds(seen(element)).width).to.be.within(13, 15);
    const inverted = part<HTMLInputElement>(element, '.picture-check input');
    expect(inverted.checked).to.equal(true);
    inverted.click();
    await element.updateComplete;
    expect(Math.max(...seen(element))).to.be.below(0.4);
    const square = await canvasFile(100, 100, 'image/webp', (context) => {
      context.fillRect(0, 0, 100, 100);
      context.fillStyle = '#eee';
      context.fillRect(30, 30, 40, 40);
    });
    const paste = new ClipboardEvent('paste', {clipboardData: carrying(square), bubbles: true, composed: true, cancelable: true});
    document.body.dispatchEvent(paste);
    expect(paste.defaultPrevented).to.equal(true);
    await until(() => bounds(seen(element)).height > 25, 'the pasted picture');
    opener(element, 1).click();
    const later = new ClipboardEvent('paste', {clipboardData: carrying(file), bubbles: true, composed: true, cancelable: true});
    document.body.dispatchEvent(later);
    expect(later.defaultPrevented, 'a closed panel takes nothing').to.equal(false);
  });

  it('is refused kindly where it cannot be read', async () => {
    const element = await opened(1);
    const faults: {code: string; message: string}[] = [];
    element.addEventListener('gen-error', ({detail}) => faults.push(detail));
    const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
    const made = await canvasFile(40, 40, 'image/png', (context) => context.fillRect(5, 5, 10, 10));
    const bomb = '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "&b;&b;">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>';
    const heic = [0, 0, 0, 24, ...new TextEncoder().encode('ftypheic\0\0\0\0mif1heic')];
    const cases: [string, BlobPart, RegExp, string][] = [
      ['empty.png', '', /empty/, '此文件是空的'],
      ['bomb.png', bomb, /SVG/, 'SVG'],
      ['photo.jpg', Uint8Array.from(heic), /HEIC/, 'HEIC'],
      ['notes.txt', 'no picture', /no picture that can be read/, '不是可读的图像'],
      ['huge.png', Uint8Array.of(...png, 0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10, 8, 0, 0, 0, 0), /more than 25 million/, '2500 万'],
      ['cut.png', Uint8Array.from(png), /damaged/, '已损坏'],
      ['torn.png', (await made.arrayBuffer()).slice(0, 60), /damaged/, '已损坏'],
      ['noise.jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 10, 0, 10, 1, 1, 0x11, 0, 0xff, 0xda, 1, 2, 3), /damaged/, '已损坏'],
    ];
    for (const [name, content, words, chinese] of cases) {
      const before = faults.length;
      drop(element, new File([content], name, {type: 'image/png'}));
      await until(() => faults.length > before, name);
      await element.updateComplete;
      expect(faults.at(-1)!.code).to.equal('bad-data');
      expect(faults.at(-1)!.message).to.include(name);
      expect(part(element, '.picture-fault').textContent, name).to.match(words);
      expect(main(element).disabled).to.equal(true);
      element.lang = 'zh-Hans';
      await until(() => part(element, '.picture-fault').textContent?.includes(chinese), `${name} in Chinese`);
      element.lang = 'en';
      await until(() => words.test(part(element, '.picture-fault').textContent ?? ''), `${name} in English`);
    }
    expect(part(element, '.alert').hidden, 'the figure itself is well').to.equal(true);
    drop(element, made);
    await until(() => !main(element).disabled, 'a good file');
    expect(element.shadowRoot!.querySelector('.picture-fault')).to.equal(null);
  });

  it('leaves what is dropped or pasted alone where its author hides it', async () => {
    const element = await shown(TAG.replace('loading', 'hide="picture" loading'));
    expect(element.shadowRoot!.querySelector('.own button')).to.equal(null);
    const dropped = new DragEvent('drop', {
      dataTransfer: carrying(new File(['x'], 'x.png')),
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    part(element, '.figure').dispatchEvent(dropped);
    await pause(50);
    expect(dropped.defaultPrevented).to.equal(false);
    expect(element.shadowRoot!.querySelector('.own-picture')).to.equal(null);
  });

  for (const lang of ['en', 'zh-Hans']) {
    it(`is accessible in each of its states, and fits 320 pixels, ${lang}`, async () => {
      const element = await opened(0, TAG.replace('loading', `lang="${lang}" loading`), 320);
      const fits = (width: number) => {
        const {right} = element.getBoundingClientRect();
        for (const inner of element.shadowRoot!.querySelectorAll('.own-picture *:not(svg *, .status, .picture-file input)'))
          expect(inner.getBoundingClientRect().right, `${inner.className.toString()} at ${width}`).to.be.at.most(right + 0.5);
      };
      await until(() => lang === 'en' || main(element).textContent === '编码', 'its language');
      await expectAccessible(element);
      stroke(element, BOOT);
      await element.updateComplete;
      main(element).click();
      await verdict(element);
      await expectAccessible(element);
      opener(element, 1).click();
      const loaded = event(element, 'gen-error');
      drop(element, new File(['x'], 'x.txt'));
      await loaded;
      await element.updateComplete;
      await expectAccessible(element);
      for (const width of [320, 560, 700, 900]) {
        element.parentElement!.style.width = `${width}px`;
        await pause(60);
        fits(width);
      }
    });
  }
});
