import {resetMouse, sendKeys} from '@web/test-runner-commands';
import {expect} from 'chai';
import type {GanSampler} from '../../../components/gan-sampler/gan-sampler.js';
import {readState, type GanSamplerState} from '../../../components/gan-sampler/sampler-state.js';
import {openModel} from '../../../src/client/open-model.js';
import {lookupModel, registerModel} from '../../../src/elements/models.js';
import {decodePng} from '../../../src/elements/decode-png.js';
import {CLASSES, LATENT, ganRef} from '../../src/client/tiny-gan.js';
import {clear, event, expectAccessible, part, pause, show, takeUncaught, until} from '../helpers.js';

const TAG = '<gan-sampler loading="eager" backend="wasm"></gan-sampler>';

async function shown(markup = TAG, width?: number): Promise<GanSampler> {
  await import('../../../components/gan-sampler/gan-sampler.js');
  const element = show<GanSampler>(markup, width);
  await element.ready;
  return element;
}

const text = (element: Element, selector: string) => part(element, selector).textContent!.replace(/\s+/g, ' ').trim();
const samples = (element: Element) => [...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.sheet .sample')];
const pictureOf = (canvas: HTMLCanvasElement) => canvas.toDataURL();
const sampleAt = (element: Element, index: number) => pictureOf(samples(element)[index]!.querySelector('canvas')!);
const large = (element: Element) => pictureOf(part<HTMLCanvasElement>(element, '.large canvas'));
const sheet = (element: Element) => samples(element).map((_, i) => sampleAt(element, i));
const check = (element: Element, selector: string) => part<HTMLInputElement>(element, selector).click();

function slide(element: Element, id: string, value: number): void {
  const input = part<HTMLInputElement>(element, `#${id}`);
  input.value = String(value);
  input.dispatchEvent(new Event('input', {bubbles: true}));
}

describe('<gan-sampler>', () => {
  afterEach(async () => {
    clear();
    await resetMouse();
    expect(takeUncaught()).to.deep.equal([]);
  });

  it('shows 64 samples of its seed before any click: those of the model', async () => {
    await import('../../../components/gan-sampler/gan-sampler.js');
    const element = show<GanSampler>(TAG);
    const {detail} = await event(element, 'gen-ready');
    expect(detail.backend).to.equal('wasm');
    const all = sheet(element);
    expect(new Set(all).size).to.equal(64);
    expect(large(element)).to.equal(all[0]);
    expect(text(element, '.readout')).to.include('Sample 1 of seed 7').and.include('32 random numbers');
    // The discriminator is not fetched for it.
    const {files} = lookupModel('gan-fashion')!.manifest!;
    expect(element.stats!.bytes).to.be.below(files['generator.bin']!.bytes + 5000);
    const session = await openModel(lookupModel('gan-fashion')!, {family: 'gan', backend: 'wasm'});
    const {x} = await session.ops.sample({count: 64, seed: 7});
    const context = samples(element)[63]!.querySelector('canvas')!.getContext('2d')!;
    const {data} = context.getImageData(0, 0, 28, 28);
    for (let i = 0; i < 784; i++) expect(data[4 * i]).to.be.closeTo(255 * x.data[63 * 784 + i]!, 1.01);
    session.close();
  });

  it('turns pages by seed, and back to the same samples', async () => {
    const element = await shown();
    const first = sheet(element);
    part(element, '[part=next]').click();
    await until(() => sampleAt(element, 5) !== first[5], 'other samples');
    expect(element.getState().seed).to.equal(8);
    part(element, '[part=previous]').click();
    await until(() => sheet(element).join() === first.join(), 'the first samples');
    const field = part<HTMLInputElement>(element, 'input[type=number]');
    field.value = '4294967295';
    field.dispatchEvent(new Event('change'));
    await until(() => sampleAt(element, 5) !== first[5], 'other samples');
    expect(element.getState().seed).to.equal(4294967295);
  });

  it('holds a sample, walks to another, and holds a third', async () => {
    const element = await shown();
    const changes: GanSamplerState[] = [];
    element.addEventListener('gen-change', ({detail}) => changes.push(detail.state as GanSamplerState));
    const all = sheet(element);
    samples(element)[9]!.click();
    await until(() => element.shadowRoot!.querySelector('.walk'), 'a walk');
    expect(element.getState()).to.deep.equal({seed: 7, held: 0, other: 9, at: 0.5});
    const steps = () => [...element.shadowRoot!.querySelectorAll<HTMLCanvasElement>('.strip canvas')].map(pictureOf);
    await until(() => steps()[8] === all[9], 'the strip');
    expect(steps()[0]).to.equal(all[0]);
    expect(new Set(steps()).size).to.equal(9);
    slide(element, 'at', 1);
    await until(() => large(element) === all[9], 'the end of the walk');
    expect(text(element, '.readout')).to.match(/100 % of the way from sample 1 to sample 10/);
    samples(element)[20]!.click();
    await until(() => large(element) === all[20], 'the third sample');
    expect(element.getState()).to.deep.equal({seed: 7, held: 20});
    await until(() => changes.length >= 3, 'gen-change');
    await until(() => text(element, '.status').includes('Sample 21'), 'a spoken sentence');
  });

  it('goes from sample to sample by arrow keys', async () => {
    const element = await shown();
    samples(element)[0]!.focus();
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) await sendKeys({press: key});
    expect(element.shadowRoot!.activeElement).to.equal(samples(element)[8]);
    await sendKeys({press: 'End'});
    expect(element.shadowRoot!.activeElement).to.equal(samples(element)[63]);
    await sendKeys({press: 'Enter'});
    expect(element.getState().other).to.equal(63);
  });

  it('varies the held sample by as much as it is told', async () => {
    const element = await shown();
    const all = sheet(element);
    check(element, '[part=vary] input');
    await until(() => sampleAt(element, 5) !== all[5], 'variations');
    expect(sampleAt(element, 0)).to.equal(all[0]);
    const near = sheet(element);
    slide(element, 'radius', 0.05);
    await until(() => sampleAt(element, 5) !== near[5], 'closer ones');
    expect(text(element, '.readout')).to.include('changed by about 0.05');
    check(element, '[part=vary] input');
    await until(() => sheet(element).join() === all.join(), 'the samples again');
  });

  it('keeps random numbers within a limit', async () => {
    const element = await shown();
    const all = sheet(element);
    slide(element, 'truncation', 0.5);
    await until(() => sampleAt(element, 3) !== all[3], 'more typical samples');
    expect(element.getState().truncation).to.equal(0.5);
    slide(element, 'truncation', 3);
    await until(() => sheet(element).join() === all.join(), 'all of them again');
    expect(element.getState().truncation).to.equal(undefined);
  });

  it('asks the discriminator, fetched for that, and sorts by what it says', async () => {
    const element = await shown();
    const before = element.stats!.bytes;
    const [judge] = [...element.shadowRoot!.querySelectorAll<HTMLInputElement>('[part=judge] input')];
    judge!.click();
    await until(() => element.shadowRoot!.querySelectorAll('.real').length === 64, 'bars');
    expect(element.stats!.bytes).to.be.above(before);
    const said = () => samples(element).map((one) => Number(/(\d+) % real/.exec(one.getAttribute('aria-label')!)![1]));
    expect(Math.max(...said())).to.be.at.most(100);
    const sort = [...element.shadowRoot!.querySelectorAll<HTMLInputElement>('[part=judge] input')][1]!;
    sort.click();
    await element.updateComplete;
    expect(said()).to.deep.equal([...said()].sort((a, b) => b - a));
    expect(element.getState()).to.deep.include({scored: true, sorted: true});
    expect(text(element, '.readout')).to.match(/takes it for real with \d+ %/);
  });

  it('shows the nearest of some training images, and says what the card measured with all of them', async () => {
    const element = await shown();
    part(element, '[part=more]').click();
    const figures = () => [...element.shadowRoot!.querySelectorAll<HTMLElement>('.pictures figure')];
    await until(() => figures().length === 5, 'neighbours');
    expect(element.getState()).to.deep.equal({seed: 7, held: 0, panel: 'copying'});
    const {extras} = lookupModel('gan-fashion')!.manifest!;
    expect(text(element, '.panel')).to.include('Nearest of 400 training images, a subset of the 60,000').and.include('No sign of copying');
    const grey = (context: CanvasRenderingContext2D, x = 0, y = 0) => context.getImageData(x, y, 28, 28).data.filter((_, i) => i % 4 === 0);
    const far = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Math.sqrt(Array.from(a).reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / 784);
    // The sheet itself, compared pixel by pixel.
    const session = await openModel(lookupModel('gan-fashion')!, {family: 'gan', backend: 'wasm'});
    const sheet = await decodePng(await session.file(extras!.training!), 'training.png');
    session.close();
    const canvas = Object.assign(document.createElement('canvas'), {width: sheet.width, height: sheet.height});
    const context = canvas.getContext('2d', {willReadFrequently: true})!;
    context.drawImage(sheet, 0, 0);
    const nearest = () => {
      const held = grey(part<HTMLCanvasElement>(element, '.large canvas').getContext('2d')!);
      const all = Array.from({length: 400}, (_, i) => far(held, grey(context, 28 * (i % 20), 28 * Math.floor(i / 20))));
      return all.sort((a, b) => a - b).slice(0, 4);
    };
    const said = () =>
      figures()
        .slice(1)
        .map((one) => Number(one.querySelector('.number')!.textContent));
    const agree = () => said().every((value, i) => Math.abs(value - nearest()[i]!) < 1);
    expect(agree(), `${said().join()} for ${nearest().join()}`).to.equal(true);
    const first = said().join();
    for (const at of [9, 20]) samples(element)[at]!.click();
    samples(element)[20]!.click();
    await until(() => said().join() !== first, 'other neighbours');
    await until(agree, 'those of the place on the walk');
    part(element, '[part=more]').click();
    await until(() => figures().length === 0, 'less');
    expect(element.getState().panel).to.equal(undefined);
  });

  it('says what is wrong with training images, and shows them after a retry', async () => {
    await import('../../../components/gan-sampler/gan-sampler.js');
    const ref = lookupModel('gan-fashion')!;
    registerModel('spoilt-gan', {...ref, urls: {...ref.urls, 'training.json': new URL('/no-such-file.json', location.href).href}});
    const element = show<GanSampler>(TAG.replace('loading', 'model="spoilt-gan" loading'));
    await element.ready;
    part(element, '[part=more]').click();
    const {detail} = await event(element, 'gen-error');
    expect(detail.code).to.equal('not-found');
    await element.updateComplete;
    expect(samples(element).every(({disabled}) => !disabled)).to.equal(true);
    await expectAccessible(element);
    part(element, '[part=retry]').click();
    await event(element, 'gen-error');
    registerModel('spoilt-gan', ref);
  });

  it('makes a − b + c of three samples, by mouse and by keys, and holds it', async () => {
    const element = await shown();
    part(element, '[part=more]').click();
    await until(() => element.shadowRoot!.querySelector('#tab-arithmetic'), 'tabs');
    part(element, '#tab-arithmetic').click();
    const sum = () => pictureOf(part<HTMLCanvasElement>(element, '.result canvas'));
    const marks = () => samples(element).flatMap((one, i) => (one.dataset.mark ? [`${one.dataset.mark} ${i}`] : []));
    await until(() => element.shadowRoot!.querySelector('.result'), 'a result');
    expect(marks()).to.deep.equal(['a 0', 'b 1', 'c 2']);
    samples(element)[12]!.click();
    await element.updateComplete;
    samples(element)[5]!.focus();
    await sendKeys({press: 'Enter'});
    await element.updateComplete;
    samples(element)[5]!.click();
    await element.updateComplete;
    expect(marks()).to.deep.equal(['b c 5', 'a 12']);
    expect(samples(element)[12]!.getAttribute('aria-label')).to.equal('Sample 13, a');
    // a − b + b is a.
    await until(() => sum() === sampleAt(element, 12), 'the sum');
    expect(element.getState()).to.deep.equal({seed: 7, held: 0, panel: 'arithmetic', terms: [12, 5, 5]});
    part(element, '.term[data-mark=c]').click();
    await element.updateComplete;
    samples(element)[30]!.click();
    await until(() => sum() !== sampleAt(element, 12), 'another sum');
    const made = sum();
    part(element, '[part=hold]').click();
    await until(() => large(element) === made, 'the result, held');
    expect(sampleAt(element, 0)).to.equal(made);
    const state = element.getState();
    expect(state.own).to.have.length(32);
    expect(text(element, '.readout')).to.include('A sample of your own');
    // It can be walked from, varied, and restored from a state.
    part(element, '[part=more]').click();
    await element.updateComplete;
    samples(element)[9]!.click();
    await until(() => element.shadowRoot!.querySelector('.strip canvas'), 'a walk');
    const again = await shown(TAG.replace('loading', `state='${JSON.stringify({...state, around: 0.3})}' loading`));
    const distance = samples(again).length;
    expect(distance).to.equal(64);
    expect(again.getState().own).to.deep.equal(state.own);
    part(again, '[part=next]').click();
    await again.updateComplete;
    expect(again.getState().own).to.equal(undefined);
  });

  it('looks for the latent of a picture, shows the way there, and holds what it found', async () => {
    const element = await shown(TAG.replace('loading', 'base="/training-build/" loading'));
    element.setState({seed: 7, held: 3, panel: 'search'});
    const offers = () => [...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.offer')];
    await until(() => offers().length === 10, 'training images to choose from');
    expect(text(element, '.panel')).to.include('A GAN has no encoder');
    offers()[4]!.click();
    const step = () => Number(/step (\d+)/.exec(element.shadowRoot!.querySelector('.panel .slider')?.textContent ?? '')?.[1] ?? -1);
    await until(() => step() > 0, 'steps', 60_000);
    await expectAccessible(element);
    part(element, '[part=stop]').click();
    await until(() => element.shadowRoot!.querySelector('[part=hold]'), 'an end');
    const stopped = step();
    expect(stopped).to.be.below(400);
    // Another picture; this time to the end.
    offers()[7]!.click();
    await until(() => element.shadowRoot!.querySelector('[part=stop]'), 'a search');
    await until(() => /\*\*|from the wanted picture/.test(text(element, '.panel')), 'the end of the search', 150_000);
    expect(
      offers()
        .map((one) => one.getAttribute('aria-pressed') === 'true')
        .indexOf(true),
    ).to.equal(7);
    expect(step()).to.equal(400);
    const wanted = part<HTMLCanvasElement>(element, '.found figure canvas');
    const found = part<HTMLCanvasElement>(element, '.found figure + figure canvas');
    expect(pictureOf(wanted)).to.equal(pictureOf(offers()[7]!.querySelector('canvas')!));
    const pixels = (canvas: HTMLCanvasElement) =>
      canvas
        .getContext('2d')!
        .getImageData(0, 0, 28, 28)
        .data.filter((_, i) => i % 4 === 0);
    const decibels = () => {
      const [a, b] = [pixels(wanted), pixels(found)];
      return -10 * Math.log10(a.reduce((sum, value, i) => sum + ((value - b[i]!) / 255) ** 2, 0) / 784);
    };
    const said = () => Number(/([\d.]+) dB/.exec(text(element, '.found'))![1]);
    await until(() => Math.abs(said() - decibels()) < 0.1, 'what is said to be true');
    const best = said();
    expect(best).to.be.above(15);
    // Back to where it began.
    const way = part<HTMLInputElement>(element, '#way');
    slide(element, 'way', 0);
    await until(() => said() < best && Math.abs(said() - decibels()) < 0.1, 'the beginning');
    expect(step()).to.equal(0);
    slide(element, 'way', Number(way.max));
    await until(() => said() === best && Math.abs(said() - decibels()) < 0.1, 'the end');
    const picture = pictureOf(found);
    part(element, '[part=hold]').click();
    await until(() => large(element) === picture, 'the found one, held');
    expect(element.getState()).to.deep.include({held: 0, panel: 'search'});
    samples(element)[9]!.click();
    await until(() => element.shadowRoot!.querySelector('.walk .strip canvas'), 'a walk from it');
    await expectAccessible(element);
  }).timeout(300_000);

  it('looks for a drawing, under its own words', async () => {
    const element = await shown(TAG.replace('loading', 'base="/training-build/" loading'));
    element.setState({seed: 7, held: 3, panel: 'search'});
    await until(() => element.shadowRoot!.querySelector('.offer'), 'training images');
    const draw = [...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.panel .button')].find(
      ({textContent}) => textContent!.trim() === 'Draw',
    )!;
    draw.click();
    await until(() => element.shadowRoot!.querySelector('.pad'), 'a pad');
    part(element, '.pad').focus();
    for (const key of [' ', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', ' '])
      await sendKeys({press: key === ' ' ? 'Space' : key});
    const go = part<HTMLButtonElement>(element, '.own-picture .main');
    await until(() => !go.disabled, 'a drawing');
    expect(go.textContent!.trim()).to.equal('Look for it');
    expect(text(element, '.picture-pair')).to.equal('What is looked for What was found');
    go.click();
    await until(() => element.shadowRoot!.querySelector('[part=stop]'), 'a search');
    // Who leaves the page stops it.
    element.remove();
    await pause(50);
  }).timeout(120_000);

  it('lets a reader choose the class of a conditional model', async () => {
    await import('../../../components/gan-sampler/gan-sampler.js');
    registerModel('tiny-classes', await ganRef({conditional: true}));
    const element = show<GanSampler>(TAG.replace('loading', 'model="tiny-classes" loading'));
    await element.ready;
    const select = part<HTMLSelectElement>(element, '[part=class] select');
    expect([...select.options].map(({textContent}) => textContent)).to.deep.equal(['any class', '0', '1', '2', '3']);
    const any = sheet(element);
    const choose = (value: string) => {
      select.value = value;
      select.dispatchEvent(new Event('change'));
    };
    choose('2');
    await until(() => sheet(element).join() !== any.join(), 'one class');
    expect(element.getState()).to.deep.equal({seed: 7, label: 2, held: 0});
    const session = await openModel(lookupModel('tiny-classes')!, {family: 'gan', backend: 'wasm'});
    const {x} = await session.ops.sample({count: 64, seed: 7, labels: new Array<number>(64).fill(2)});
    session.close();
    const context = samples(element)[40]!.querySelector('canvas')!.getContext('2d')!;
    const {data} = context.getImageData(0, 0, 12, 12);
    for (let i = 0; i < 144; i++) expect(data[4 * i]).to.be.closeTo(255 * x.data[40 * 144 + i]!, 1.01);
    expect(text(element, '.readout')).to.include('6 random numbers and the class “2”');
    choose('');
    await until(() => sheet(element).join() === any.join(), 'any class again');
    // The discriminator, walks and sums take the classes along.
    check(element, '[part=judge] input');
    await until(() => element.shadowRoot!.querySelector('.real'), 'bars');
    samples(element)[9]!.click();
    await until(() => element.shadowRoot!.querySelector('.strip canvas'), 'a walk');
    const ends = [...element.shadowRoot!.querySelectorAll<HTMLCanvasElement>('.strip canvas')].map(pictureOf);
    await until(() => ends.length === 9, 'the strip');
    expect([ends[0], ends[8]]).to.deep.equal([any[0], any[9]]);
    await expectAccessible(element);
    const own = Array.from({length: LATENT + CLASSES}, (_, i) => Number(i >= LATENT) / CLASSES);
    element.setState({seed: 7, held: 0, own});
    await until(() => sampleAt(element, 0) !== any[0], 'a mixture');
    element.hide = 'class';
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('[part=class]')).to.equal(null);
  });

  it('restores a state, and refuses one that is none', async () => {
    const state: GanSamplerState = {seed: 3, truncation: 1.2, held: 4, other: 7, at: 0.25};
    const element = await shown(TAG.replace('loading', `state='${JSON.stringify(state)}' loading`));
    expect(element.getState()).to.deep.equal(state);
    await until(() => element.shadowRoot!.querySelector('.walk'), 'the walk');
    for (const [name, value] of Object.entries({
      seed: -1,
      truncation: 0,
      held: 64,
      other: 0.5,
      at: 2,
      around: 'x',
      scored: false,
      label: -1,
      own: ['x'],
      panel: 'x',
      terms: [1, 2],
    }))
      expect(() => readState({[name]: value})).to.throw(`state.${name} must be`);
  });

  it('gives a PNG of the samples in sight', async () => {
    const element = await shown();
    const {width, height} = await createImageBitmap(await element.toBlob());
    expect([width, height]).to.deep.equal([8 * 116 + 4, 8 * 116 + 4]);
  });

  for (const lang of ['en', 'zh-Hans']) {
    it(`is accessible in each of its states: ${lang}`, async () => {
      const element = await shown(TAG.replace('loading', `lang="${lang}" loading`));
      if (lang !== 'en') await until(() => text(element, '[part=next]') === '新样本', 'Chinese');
      await expectAccessible(element);
      samples(element)[5]!.click();
      await until(() => element.shadowRoot!.querySelector('.walk'), 'a walk');
      for (const input of element.shadowRoot!.querySelectorAll<HTMLInputElement>('[part=judge] input')) input.click();
      await until(() => element.shadowRoot!.querySelector('.real'), 'bars');
      await expectAccessible(element);
      check(element, '[part=vary] input');
      for (const why of element.shadowRoot!.querySelectorAll<HTMLElement>('.why')) {
        why.click();
        await element.updateComplete;
        await expectAccessible(element);
      }
      if (lang !== 'en') expect(text(element, '.figure').replace(/wasm|VAE|GAN/g, '')).not.to.match(/[A-Za-z]{3,}/);
    });
  }

  it('fits 320 px with fewer samples, and leaves out what its author hides', async () => {
    const element = await shown(TAG, 320);
    expect(samples(element).filter(({offsetParent}) => offsetParent !== null).length).to.equal(30);
    const {right} = part(element, '.root').getBoundingClientRect();
    const wide = [...element.shadowRoot!.querySelectorAll('.figure *')].filter((one) => one.getBoundingClientRect().right > right + 0.5);
    expect(wide.map(({localName, className}) => `${localName}.${String(className)}`)).to.deep.equal([]);
    element.hide = 'held readout walk seed truncation vary judge footer';
    await element.updateComplete;
    for (const selector of ['.large', '.readout', '.seed', '.slider', '.check', '.footer'])
      expect(element.shadowRoot!.querySelector(selector)).to.equal(null);
  });

  it('shows a fault in place, and samples after a retry; a discriminator that cannot be had leaves them as they are', async () => {
    await import('../../../components/gan-sampler/gan-sampler.js');
    const ref = lookupModel('gan-fashion')!;
    const nowhere = new URL('/no-such-file.bin', location.href).href;
    registerModel('spoilt-gan', {...ref, primed: undefined, urls: {...ref.urls, 'generator.bin': nowhere, 'discriminator.bin': nowhere}});
    const element = show<GanSampler>(TAG.replace('loading', 'model="spoilt-gan" loading'));
    const {detail} = await event(element, 'gen-error');
    expect(detail.code).to.equal('not-found');
    await element.updateComplete;
    await expectAccessible(element);
    registerModel('spoilt-gan', {...ref, urls: {...ref.urls, 'discriminator.bin': nowhere}});
    part(element, '[part=retry]').click();
    await element.ready;
    check(element, '[part=judge] input');
    const {detail: second} = await event(element, 'gen-error');
    expect(second.code).to.equal('not-found');
    await until(() => !part<HTMLInputElement>(element, '[part=judge] input').checked, 'the switch is off again');
    expect(samples(element).every(({disabled}) => !disabled)).to.equal(true);
  });
});
