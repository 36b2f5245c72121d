import {emulateMedia, resetMouse, sendKeys, sendMouse} from '@web/test-runner-commands';
import {expect} from 'chai';
import {unzipSync} from 'fflate';
import type {FlowDensity} from '../../../components/flow-density/flow-density.js';
import type {FlowDensityState} from '../../../components/flow-density/flow-state.js';
import {DENSITIES} from '../../../src/data/densities.js';
import {DENSITY_NAMES} from '../../../src/data/density-names.js';
import {openModel} from '../../../src/client/open-model.js';
import type {Session} from '../../../src/client/session.js';
import {Random} from '../../../src/data/random.js';
import {lookupModel, registerModel} from '../../../src/elements/models.js';
import {flowRef} from '../../src/client/tiny-flow.js';
import {clear, event, expectAccessible, part, pause, show, takeUncaught, until} from '../helpers.js';

const TAG = '<flow-density loading="eager" backend="wasm"></flow-density>';
/** Where a test runner has what a build puts beside the scripts. */
const BASE = '/training-build/';

async function shown(markup = TAG, width?: number): Promise<FlowDensity> {
  await import('../../../components/flow-density/flow-density.js');
  const element = show<FlowDensity>(markup, width);
  await element.ready;
  await until(() => handleOf(element, 'base').getAttribute('aria-valuetext') !== '', 'the point in base space');
  return element;
}

const handleOf = (element: Element, plane: 'data' | 'base') => part(element, `.${plane} .handle`);
const told = (element: Element, plane: 'data' | 'base') =>
  handleOf(element, plane).getAttribute('aria-valuetext')!.replaceAll('−', '-').split(', ').map(Number);
const canvasOf = (element: Element, plane: 'data' | 'base') => part<HTMLCanvasElement>(element, `.${plane} canvas`);
const picture = (element: Element, plane: 'data' | 'base') => canvasOf(element, plane).toDataURL();
const text = (element: Element, selector: string) => part(element, selector).textContent!.replace(/\s+/g, ' ').trim();
const press = (element: Element, selector: string) => part(element, selector).click();
/** log p as the figure says it. */
const said = (element: Element) => Number(/log p = (\S+) nats/.exec(text(element, '.readout'))![1]!.replace('−', '-'));

/** Everything that comes behind the first picture is there. */
async function settled(element: FlowDensity): Promise<void> {
  let [last, since] = ['', performance.now()];
  await until(() => {
    const now = picture(element, 'data') + picture(element, 'base');
    if (now !== last) [last, since] = [now, performance.now()];
    return performance.now() - since > 700;
  }, 'a picture at rest');
}

/** The colour of the plane of the data at a point, in three bytes. */
function colorAt(element: Element, [x, y]: readonly [number, number], extent: number): number[] {
  const canvas = canvasOf(element, 'data');
  const at = (value: number) => Math.floor(((value / extent + 1) * canvas.width) / 2);
  return [...canvas.getContext('2d')!.getImageData(at(x), at(-y), 1, 1).data.slice(0, 3)];
}

function choose(element: Element, selector: string, value: string): void {
  const select = part<HTMLSelectElement>(element, selector);
  select.value = value;
  select.dispatchEvent(new Event('change', {bubbles: true}));
}

function type(element: Element, selector: string, value: string | number): void {
  const input = part<HTMLInputElement>(element, selector);
  input.value = String(value);
  input.dispatchEvent(new Event('input', {bubbles: true}));
}

/** The file that a press hands to the browser to save. */
async function savedBy(act: () => void): Promise<{name: string; blob: Blob}> {
  let [name, blob]: [string | undefined, Blob | undefined] = [undefined, undefined];
  const {createObjectURL} = URL;
  const {click} = HTMLAnchorElement.prototype;
  URL.createObjectURL = (made: Blob) => ((blob = made), createObjectURL(made));
  HTMLAnchorElement.prototype.click = function () {
    name = this.download;
  };
  try {
    act();
    await until(() => name, 'a file', 30_000);
  } finally {
    URL.createObjectURL = createObjectURL;
    HTMLAnchorElement.prototype.click = click;
  }
  return {name: name!, blob: blob!};
}

async function open(element: FlowDensity, panel: string): Promise<void> {
  press(element, `[part=${panel}-button]`);
  await until(() => element.shadowRoot!.querySelector('[part=panel] *'), 'the panel');
}

describe('<flow-density>', () => {
  afterEach(async () => {
    clear();
    await resetMouse();
    expect(takeUncaught()).to.deep.equal([]);
  });

  it('shows the density and says it exactly before any click', async () => {
    await import('../../../components/flow-density/flow-density.js');
    const element = show<FlowDensity>(TAG);
    const {detail} = await event(element, 'gen-ready');
    expect(detail.backend).to.equal('wasm');
    expect(element.matches(':state(ready)')).to.equal(true);
    const {x} = element.getState();
    expect(said(element)).to.be.closeTo(DENSITIES.moons.logDensity(...x), 0.4);
    expect(text(element, '.readout')).to.match(/There and back/);
    const [bright, dark] = [colorAt(element, [-1.3, 1.65], 4), colorAt(element, [3.5, 3.5], 4)];
    expect(bright[1]! - dark[1]!).to.be.above(80);
    expect(text(element, '.footer')).to.match(/^wasm · .* ms · \d+ kB/);
  });

  it('takes the point along by arrow keys, in both planes, and back again', async () => {
    const element = await shown();
    const before = element.getState().x;
    const changes: FlowDensityState[] = [];
    element.addEventListener('gen-change', ({detail}) => changes.push(detail.state as FlowDensityState));
    handleOf(element, 'data').focus();
    await sendKeys({press: 'ArrowRight'});
    expect(element.getState().x[0]).to.be.closeTo(before[0] + 4 / 60, 0.002);
    await until(() => changes.length === 1, 'gen-change');
    await pause(300);
    const z = told(element, 'base');
    handleOf(element, 'base').focus();
    await sendKeys({press: 'ArrowUp'});
    await until(() => told(element, 'base')[1] !== z[1], 'the point above');
    expect(told(element, 'base')[0]).to.be.closeTo(z[0]!, 0.011);
    expect(told(element, 'base')[1]).to.be.closeTo(z[1]! + 3.5 / 60, 0.011);
    await sendKeys({press: 'ArrowDown'});
    await until(() => Math.abs(told(element, 'base')[1]! - z[1]!) < 0.011, 'the point again');
    expect(element.getState().x[0]).to.be.closeTo(before[0] + 4 / 60, 0.01);
    expect(element.getState().x[1]).to.be.closeTo(before[1], 0.01);
    await until(() => text(element, '.status') !== '', 'a spoken sentence');
    expect(text(element, '.status')).to.include('log p');
  });

  it('moves by the pointer on either plane', async () => {
    const element = await shown();
    // Away from where the ring is: a press on it does not move it.
    for (const [plane, extent, x, y] of [
      ['data', 4, -0.8, -0.4],
      ['base', 3.5, 1.4, 1.05],
    ] as const) {
      const {left, top, width} = part(element, `.${plane} .plane`).getBoundingClientRect();
      const position = [left + ((x / extent + 1) * width) / 2, top + ((1 - y / extent) * width) / 2].map(Math.round);
      await sendMouse({type: 'move', position: position as [number, number]});
      await sendMouse({type: 'down'});
      await sendMouse({type: 'up'});
      const isThere = () => Math.hypot(told(element, plane)[0]! - x, told(element, plane)[1]! - y) < 0.03;
      await until(isThere, `the ring in ${plane} space`);
    }
  });

  it('adds log p up from the base and what each layer does to areas', async () => {
    const element = await shown();
    const nats = [...element.shadowRoot!.querySelectorAll('.nats')].map((one) => Number(one.textContent!.replace('−', '-')));
    expect(nats.length).to.equal(7);
    const sum = nats.slice(0, -1).reduce((all, one) => all + one, 0);
    expect(sum).to.be.closeTo(nats.at(-1)!, 0.04);
    expect(nats.at(-1)).to.be.closeTo(said(element), 0.006);
    expect(part(element, '[part=account]').getAttribute('aria-label')).to.match(/base .*layer 4 .*together/);
  });

  it('takes the sheet through the layers by its slider and by Unfold', async function () {
    this.timeout(60_000);
    const element = await shown();
    await settled(element);
    const base = picture(element, 'base');
    type(element, '#layers', 2);
    await until(() => picture(element, 'base') !== base, 'another picture');
    expect(text(element, '.base .axis')).to.include('after 2 of 4 layers');
    expect(element.getState().layer).to.equal(2);
    expect(handleOf(element, 'base').getAttribute('aria-disabled')).to.equal('true');
    type(element, '#layers', 0);
    await element.updateComplete;
    expect(text(element, '.base .axis')).to.include('data, standardised');
    const [mean, std] = [
      [-0.01, 0.3],
      [1.75, 1.01],
    ] as const;
    told(element, 'base').forEach((value, i) => expect(value).to.be.closeTo((element.getState().x[i]! - mean[i]!) / std[i]!, 0.02));
    press(element, '[part=unfold]');
    await until(() => element.getState().layer === undefined, 'all layers', 45_000);
    await until(() => picture(element, 'base') === base, 'the base again');
  });

  it('draws points from the flow, the same from the same seed, and clears them', async () => {
    const element = await shown();
    await settled(element);
    const empty = picture(element, 'data');
    press(element, '[part=sample]');
    expect(element.getState().samples).to.equal(1);
    await until(() => picture(element, 'data') !== empty, 'points');
    await settled(element);
    const drawn = picture(element, 'data');
    expect(drawn).not.to.equal(empty);
    const other = await shown(TAG.replace('loading', `state='${JSON.stringify(element.getState())}' loading`));
    await until(() => picture(other, 'data') === drawn, 'the same points', 5000);
    const clearButton = [...other.shadowRoot!.querySelectorAll('button')].find((one) => one.textContent!.trim() === 'Clear')!;
    clearButton.click();
    await until(() => picture(other, 'data') === empty, 'no points');
    expect(other.getState().samples).to.equal(0);
  });

  it('restores a state, and refuses one that is none', async () => {
    const state: FlowDensityState = {
      x: [-1, 1.2],
      layer: 1.5,
      samples: 1,
      temperature: 0.6,
      drawing: 'contours',
      sheet: false,
      panel: 'view',
    };
    const element = await shown(TAG.replace('loading', `state='${JSON.stringify(state)}' loading`));
    expect(element.getState()).to.deep.equal(state);
    await until(() => element.shadowRoot!.querySelector('#temperature'), 'the panel');
    expect(() => element.setState({x: ['a', 1]})).to.throw('state.x must be two numbers');
    element.setState({x: [1, -0.5], samples: 0});
    await until(() => told(element, 'data').join() === '1,-0.5', 'the point');
    expect(element.getState()).to.deep.equal({x: [1, -0.5], samples: 0});
  });

  it('shows the pretrained flow of each data set', async function () {
    this.timeout(60_000);
    const element = await shown(TAG.replace('loading', 'base="/training-build/" loading'));
    const open = () => (element as unknown as {session?: Session<'flow'>}).session?.manifest.id;
    for (const name of [...DENSITY_NAMES.slice(1), DENSITY_NAMES[0]]) {
      const density = DENSITIES[name];
      choose(element, '.sets select', name);
      await until(() => open() === `flow-${name}` && element.shadowRoot!.querySelector('.root[data-state=ready]'), `the flow of ${name}`);
      expect(element.getState().data).to.equal(name === 'moons' ? undefined : name);
      // The densest of some points of the data, where that flow alone is right.
      const points = density.sample(300, new Random(3));
      const all = Array.from({length: 300}, (_, i) => [points[2 * i]!, points[2 * i + 1]!] as [number, number]);
      const x = all.reduce((best, one) => (density.logDensity(...one) > density.logDensity(...best) ? one : best));
      element.setState({...element.getState(), x});
      await until(() => Math.abs(said(element) - density.logDensity(...x)) < 0.5, `log p of ${name} at (${x.join(', ')})`);
    }
  });

  it('compares with the density of the data, and draws contours', async () => {
    const element = await shown();
    await open(element, 'view');
    await until(() => /KL.* = 0\.0\d\d nats/.test(text(element, '[part=panel]')), 'the KL');
    await settled(element);
    const pictures = new Set([picture(element, 'data')]);
    const radios = [...element.shadowRoot!.querySelectorAll<HTMLInputElement>('[part=panel] input[type=radio]')];
    for (const radio of [radios[3]!, radios[4]!, radios[2]!, radios[1]!]) {
      radio.click();
      await element.updateComplete;
      await pause(100);
      pictures.add(picture(element, 'data'));
    }
    expect(pictures.size).to.equal(4);
    expect(text(element, '.legend')).to.match(/98, 90, 70/);
  });

  it('says that other data are not known, where a flow is another’s', async () => {
    await import('../../../components/flow-density/flow-density.js');
    registerModel('strange', await flowRef());
    const element = await shown(TAG.replace('loading', 'model="strange" loading'));
    await open(element, 'view');
    expect(text(element, '[part=panel]')).to.include('not known');
    await open(element, 'train');
    await until(() => element.shadowRoot!.querySelector('[part=play]'), 'the panel');
    expect(part<HTMLButtonElement>(element, '[part=play]').disabled).to.equal(true);
    expect(text(element, '[part=panel]')).to.include('Bring your own');
  });

  it('trains from a flat sheet before the reader’s eyes, pauses, takes single steps and goes back', async function () {
    this.timeout(60_000);
    const element = await shown(TAG.replace('loading', `base="${BASE}" loading`));
    const account = () => text(element, '[part=account]');
    const shipped = account();
    const trained: number[] = [];
    element.addEventListener('gen-train', ({detail}) => trained.push(detail.losses.loss!));
    await open(element, 'train');
    press(element, '[part=play]');
    await until(() => element.matches(':state(training)'), 'training', 30_000);
    const above = () => Number(/([−\d.]+) nats above the floor/.exec(text(element, '.standing'))?.[1]?.replace('−', '-') ?? Infinity);
    await until(() => above() < 0.2, 'a loss near the floor', 30_000);
    press(element, '[part=play]');
    await until(() => element.matches(':state(ready)'), 'a pause');
    expect(trained.length).to.be.above(1);
    expect(trained.at(-1)).to.be.below(trained.find((loss) => loss !== undefined)!);
    const step = () => Number(/Step ([\d,]+)/.exec(text(element, '.standing'))![1]!.replace(',', ''));
    await pause(300);
    const at = step();
    press(element, '[part=step]');
    await until(() => step() === at + 1, 'one step');
    expect(account()).not.to.equal(shipped);
    const back = [...element.shadowRoot!.querySelectorAll('button')].find((one) => one.textContent!.includes('Back to the trained'))!;
    back.click();
    await until(() => account() === shipped, 'the shipped flow again');
    expect(element.shadowRoot!.querySelector('.standing')).to.equal(null);
  });

  it('saves the trained model as files, and trains on from there', async function () {
    this.timeout(60_000);
    const element = await shown(TAG.replace('loading', `base="${BASE}" loading`));
    await open(element, 'train');
    press(element, '[part=play]');
    await until(() => /Step \d\d/.test(element.shadowRoot!.querySelector('.standing')?.textContent ?? ''), 'steps', 30_000);
    const saved = await savedBy(() => press(element, '[part=save]'));
    expect(saved.name).to.match(/^flow-moons-step-\d+\.zip$/);
    const files = unzipSync(new Uint8Array(await saved.blob.arrayBuffer()));
    expect(Object.keys(files)).to.include.members(['manifest.json', 'couplings.json', 'couplings.bin']);
    const account = text(element, '[part=account]');
    press(element, '[part=play]');
    await until(() => element.matches(':state(training)'), 'training again', 30_000);
    await until(() => text(element, '[part=account]') !== account, 'other weights', 30_000);
  });

  it('gives the same losses from the same seed', async function () {
    this.timeout(60_000);
    const curve = async (): Promise<string> => {
      const element = await shown(TAG.replace('loading', `base="${BASE}" seed="5" loading`));
      await open(element, 'train');
      const losses = new Map<number, number>();
      element.addEventListener('gen-train', ({detail}) => losses.set(detail.step, detail.losses.loss!));
      for (let i = 1; i <= 3; i++) {
        press(element, '[part=step]');
        await until(() => losses.has(i), `step ${i}`, 30_000);
        await pause(120);
      }
      return [1, 2, 3].map((one) => losses.get(one)).join();
    };
    expect(await curve()).to.equal(await curve());
  });

  it('learns a table that is pasted, in its own units, and names bad rows', async function () {
    this.timeout(60_000);
    const element = await shown(TAG.replace('loading', `base="${BASE}" loading`));
    await open(element, 'data');
    const rows = Array.from({length: 300}, (_, i) => `${1000 + 10 * Math.sin(i)},${0.01 * Math.cos(3 * i)}`);
    type(element, 'textarea', `height,width\n${rows.join('\n')}\nabc,1\n5,NaN`);
    const use = () => [...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.table button')][0]!;
    use().click();
    await until(() => element.matches(':state(training)'), 'training', 30_000);
    await until(() => /Step/.test(text(element, '.standing')), 'steps', 30_000);
    expect(text(element, '[part=panel]')).to.include('your 300 points');
    expect(text(element, '.data .axis')).to.match(/9\d\d.* height →, width ↑/);
    expect(text(element, '.readout'))
      .to.match(/At \(100\d\.\d\d/)
      .and.not.to.match(/NaN|Infinity/);
    press(element, '[part=play]');
    await open(element, 'data');
    await until(() => element.shadowRoot!.querySelector('textarea'), 'the panel');
    expect(text(element, '[part=panel]')).to.include('300 points').and.include('row 302 (“abc,1”), row 303 (“5,NaN”)');
    const forget = [...element.shadowRoot!.querySelectorAll('button')].find((one) => one.textContent!.includes('Back to the data set'))!;
    forget.click();
    await until(() => text(element, '.data .axis').includes('data space x'), 'the plane of the model');
  });

  it('answers nonsense with a sentence, and never with NaN', async () => {
    const element = await shown();
    await open(element, 'data');
    const [useDrawing] = [...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.drawing button')];
    useDrawing!.click();
    await until(() => /draw something first/.test(text(element, '[part=panel]')), 'a sentence');
    const cases: [string, RegExp][] = [
      ['', /no points yet/],
      ['1,2', /Fewer than ten/],
      ['1,1\n'.repeat(40), /the same/],
      ['NaN,NaN\n'.repeat(40), /two numbers/],
      ['hello', /two numbers/],
      [Array.from({length: 20}, (_, i) => `${i},3`).join('\n'), /one horizontal or vertical line/],
    ];
    for (const [table, sentence] of cases) {
      type(element, 'textarea', table);
      [...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.table button')][0]!.click();
      await until(() => sentence.test(text(element, '[part=panel]')), String(sentence));
      expect(text(element, '.figure')).not.to.include('NaN');
      expect(element.getState().panel).to.equal('data');
    }
  });

  it('reads a file, and refuses one that is no text', async function () {
    this.timeout(60_000);
    const element = await shown(TAG.replace('loading', `base="${BASE}" loading`));
    await open(element, 'data');
    const give = (file: File) => {
      const transfer = new DataTransfer();
      transfer.items.add(file);
      part(element, '.table').dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true}));
    };
    give(new File([Uint8Array.of(0, 255, 254, 0)], 'x.csv'));
    await until(() => /cannot be read as text/.test(text(element, '[part=panel]')), 'a sentence');
    give(new File([Array.from({length: 50}, (_, i) => `${i};${(i * 7) % 11}`).join('\n')], 'x.csv'));
    await until(() => /your 50 points/.test(text(element, '[part=panel]')), 'training on the file', 30_000);
  });

  for (const lang of ['en', 'zh-Hans']) {
    it(`is accessible in each of its states: ${lang}`, async function () {
      this.timeout(60_000);
      const element = await shown(TAG.replace('loading', `lang="${lang}" loading`));
      if (lang !== 'en') await until(() => text(element, '[part=sample]') === '采样', 'Chinese');
      await pause(400);
      await expectAccessible(element);
      for (const panel of ['view', 'data', 'train']) {
        await open(element, panel);
        await pause(100);
        await expectAccessible(element);
      }
      for (const why of element.shadowRoot!.querySelectorAll<HTMLElement>('.why')) {
        why.click();
        await element.updateComplete;
        await expectAccessible(element);
      }
      if (lang !== 'en') expect(text(element, '.figure').replace(/wasm|log|det|CSV|VAE|GAN/g, '')).not.to.match(/[A-Za-z]{3,}/);
    });
  }

  it('fits 320 px, and leaves out what its author hides', async () => {
    const element = await shown(TAG, 320);
    for (const panel of ['train', 'data', 'view']) {
      await open(element, panel);
      const right = part(element, '.root').getBoundingClientRect().right;
      const wide = [...element.shadowRoot!.querySelectorAll('.figure *:not(.carrier, .handle)')].filter(
        (one) => one.getBoundingClientRect().right > right + 0.5,
      );
      expect(wide.map((one) => `${panel}: ${one.localName}.${one.className}`)).to.deep.equal([]);
    }
    element.hide = 'base layers account train data view sets sample readout legend footer';
    await element.updateComplete;
    for (const selector of ['.base', '.layers', '.account', '.actions button', '.readout p', '.legend', '.footer', '[part=panel]'])
      expect(element.shadowRoot!.querySelector(selector), selector).to.equal(null);
    element.hide = '';
    await until(() => element.shadowRoot!.querySelector('.base canvas'), 'the base');
  });

  it('moves nothing by itself where the reader asked for less motion', async () => {
    await emulateMedia({reducedMotion: 'reduce'});
    try {
      const element = await shown();
      press(element, '[part=unfold]');
      expect(element.getState().layer).to.equal(undefined);
    } finally {
      await emulateMedia({reducedMotion: 'no-preference'});
    }
  });

  it('gives a PNG of both planes', async () => {
    const element = await shown();
    const bitmap = await createImageBitmap(await element.toBlob());
    const {width} = canvasOf(element, 'data');
    expect([bitmap.width, bitmap.height]).to.deep.equal([2 * width + 24, width]);
  });

  it('gives points as a table, those of the flow from that seed', async () => {
    const element = await shown();
    press(element, '.menu-button');
    await until(() => element.shadowRoot!.querySelector('.menu-items'), 'the menu');
    press(element, '.menu-items > :nth-last-child(2)');
    await until(() => element.shadowRoot!.querySelector('.menu-samples'), 'the fields');
    type(element, '.menu-samples [name=count]', 50);
    type(element, '.menu-samples [name=seed]', 4);
    const {name, blob} = await savedBy(() => press(element, '.menu-samples button'));
    expect(name).to.equal('flow-moons-seed-4-50.csv');
    const [head, ...rows] = (await blob.text()).trim().split('\n');
    expect(head).to.equal('x,y');
    const session = await openModel(lookupModel('flow-moons')!, {family: 'flow', backend: 'wasm'});
    const {x} = await session.ops.sample({count: 50, seed: 4});
    session.close();
    rows.flatMap((row) => row.split(',').map(Number)).forEach((value, i) => expect(value).to.be.closeTo(x.data[i]!, 1e-6));
    expect(rows.length).to.equal(50);
  });

  it('shows a fault in place, and the flow after a retry', async () => {
    await import('../../../components/flow-density/flow-density.js');
    const ref = await flowRef();
    registerModel('spoilt-flow', {...ref, urls: {'couplings.bin': new URL('/no-such-file.bin', location.href).href}});
    const element = show<FlowDensity>('<flow-density model="spoilt-flow" loading="eager" backend="wasm"></flow-density>');
    const {detail} = await event(element, 'gen-error');
    expect(detail.code).to.equal('not-found');
    await element.updateComplete;
    expect(part(element, '.alert').getAttribute('role')).to.equal('alert');
    await expectAccessible(element);
    registerModel('spoilt-flow', ref);
    press(element, '[part=retry]');
    await element.ready;
    expect(part(element, '.alert').hidden).to.equal(true);
  });

  // Last, since a graphics processor in software keeps the machine busy for a while.
  for (const backend of ['webgpu', 'reference'] as const) {
    it(`shows the same by ${backend}`, async function () {
      this.timeout(60_000);
      const expected = said(await shown());
      const element = await shown(TAG.replace('wasm', backend));
      expect(element.activeBackend).to.equal(backend);
      expect(said(element)).to.be.closeTo(expected, 0.011);
      await until(() => new RegExp(`^${backend} · .* ms · 8 kB`).test(text(element, '.footer')), 'the footer');
    });
  }
});
