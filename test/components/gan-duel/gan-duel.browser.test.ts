import {resetMouse, sendKeys} from '@web/test-runner-commands';
import {expect} from 'chai';
import type {Duel} from '../../../components/gan-duel/duel.js';
import type {GanDuel} from '../../../components/gan-duel/gan-duel.js';
import {readState, type GanDuelState} from '../../../components/gan-duel/duel-state.js';
import {openModel} from '../../../src/client/open-model.js';
import {lookupModel, registerModel} from '../../../src/elements/models.js';
import {clear, event, expectAccessible, part, pause, show, takeUncaught, until} from '../helpers.js';

/** Where a test runner has what a build puts beside the scripts. */
const BASE = '/training-build/';
const TAG = `<gan-duel loading="eager" backend="wasm" base="${BASE}"></gan-duel>`;
const FRESH = TAG.replace('loading', `state='{"start":"fresh"}' loading`);

async function shown(markup = TAG, width?: number): Promise<GanDuel> {
  await import('../../../components/gan-duel/gan-duel.js');
  const element = show<GanDuel>(markup, width);
  await element.ready;
  await measured(element);
  return element;
}

/** Data and figures are there, and painted. */
async function measured(element: GanDuel): Promise<void> {
  await until(() => /cover/.test(text(element, '.readout')), 'the measures', 30_000);
  await pause(200);
}

const text = (element: Element, selector: string) => part(element, selector).textContent!.replace(/\s+/g, ' ').trim();
const readout = (element: Element) => text(element, '.readout');
const button = (element: Element, label: string) => {
  const found = [...element.shadowRoot!.querySelectorAll('button')].find((one) => one.textContent!.trim() === label);
  if (!found) throw new Error(`there is no button ${label}`);
  return found;
};
const press = (element: Element, label: string) => button(element, label).click();
/** Samples that are drawn, and what the discriminator says on the plane: a canvas that is read becomes another one, with other edges. */
const drawn = (element: GanDuel) => {
  const {scene} = (element as unknown as {duel: Duel}).duel.watch;
  return {samples: [...scene!.generated.samples], plane: [...scene!.judged.plane]};
};
const isSame = (a: number[], b: number[]) => a.every((value, i) => value === b[i]);
const step = (element: Element) => Number(/Step ([\d,]+)/.exec(readout(element))?.[1]!.replaceAll(',', '') ?? 0);
const open = async (element: GanDuel, panel: string) => {
  part(element, `[part=${panel}-button]`).click();
  await until(() => element.shadowRoot!.querySelector('[part=panel]'), 'the panel');
};
function choose(element: Element, selector: string, value: string): void {
  const select = part<HTMLSelectElement>(element, selector);
  select.value = value;
  select.dispatchEvent(new Event('change'));
}
const isTrainerFetched = () => performance.getEntriesByType('resource').some(({name}) => name.endsWith('/training.js'));
const MODEL = 'gan-2d-8gaussians';

describe('<gan-duel>', () => {
  afterEach(async () => {
    clear();
    await resetMouse();
    expect(takeUncaught()).to.deep.equal([]);
  });

  it('shows two trained nets before any click, and what their samples have of the data', async () => {
    await import('../../../components/gan-duel/gan-duel.js');
    const element = show<GanDuel>(TAG);
    const {detail} = await event(element, 'gen-ready');
    expect(detail.backend).to.equal('wasm');
    await until(() => /8 of 8 modes/.test(readout(element)), 'the modes');
    expect(readout(element)).to.include('Both nets are trained');
    // Nothing of training is fetched.
    expect(isTrainerFetched()).to.equal(false);
  });

  it('says of the point what the discriminator says, as keys move it', async () => {
    const element = await shown();
    part(element, '.handle').focus();
    for (const key of ['Home', 'ArrowRight']) await sendKeys({press: key});
    await sendKeys({down: 'Shift'});
    await sendKeys({press: 'ArrowUp'});
    await sendKeys({up: 'Shift'});
    const [x, y] = element.getState().x;
    expect(x).to.be.closeTo(4.5 / 60, 1e-3);
    expect(y).to.be.closeTo(4.5 / 6, 1e-3);
    const session = await openModel(lookupModel(MODEL)!, {family: 'gan', backend: 'wasm'});
    const {logit} = await session.ops.score({x: {data: Float32Array.of(4.5 / 60, 4.5 / 6), shape: [1, 2]}});
    session.close();
    const probability = 1 / (1 + Math.exp(-logit[0]!));
    await until(() => readout(element).includes(`(0.07, 0.75)`) || readout(element).includes('(0.08, 0.75)'), 'the point');
    await until(() => {
      const said = /probability (\d\.\d+)/.exec(readout(element));
      return said && Math.abs(Number(said[1]) - probability) < 0.006;
    }, 'the probability');
  });

  it('plays, pauses and starts over: from random weights to more modes', async function () {
    this.timeout(90_000);
    const element = await shown(FRESH);
    expect(readout(element)).to.include('Neither net has learned anything yet');
    const before = drawn(element);
    const trained = event(element, 'gen-train');
    press(element, 'Play');
    const {detail} = await trained;
    expect(detail.step).to.be.a('number');
    await until(() => element.matches(':state(training)'), 'training');
    expect(isTrainerFetched()).to.equal(true);
    await until(() => step(element) > 300, '300 steps', 60_000);
    press(element, 'Pause');
    await until(() => !element.matches(':state(training)'), 'rest');
    await until(() => /[4-8] of 8 modes/.test(readout(element)), 'modes');
    expect(element.shadowRoot!.querySelector('polyline.js')!.getAttribute('points')!.split(' ').length).to.be.above(2);
    press(element, 'Start over');
    await until(() => step(element) === 0 && isSame(drawn(element).samples, before.samples), 'the beginning');
  });

  it('steps both, or one of them alone: the other stays as it is', async function () {
    this.timeout(60_000);
    const element = await shown(FRESH);
    const before = drawn(element);
    press(element, 'Step D');
    await until(() => step(element) === 1, 'a step', 30_000);
    await until(() => !isSame(drawn(element).plane, before.plane), 'another discriminator');
    expect(drawn(element).samples).to.deep.equal(before.samples);
    const {plane} = drawn(element);
    press(element, 'Step G');
    await until(() => step(element) === 2 && !isSame(drawn(element).samples, before.samples), 'other samples');
    expect(drawn(element).plane).to.deep.equal(plane);
    press(element, 'Step both');
    await until(() => step(element) === 3, 'a third step');
  });

  it('plays in slow motion, one turn after the other', async function () {
    this.timeout(60_000);
    const element = await shown(FRESH);
    part<HTMLInputElement>(element, '.check input').click();
    expect(element.getState().slow).to.equal(true);
    press(element, 'Play');
    await until(() => /discriminator’s turn/.test(readout(element)), 'the first turn', 30_000);
    await until(() => /generator’s turn/.test(readout(element)), 'the second turn', 10_000);
    const steps = step(element);
    await pause(500);
    expect(step(element) - steps).to.be.below(3);
    press(element, 'Pause');
    await until(() => !/turn:/.test(readout(element)), 'rest');
  });

  it('stages a failure by one click, and mends it by another', async function () {
    this.timeout(120_000);
    const element = await shown();
    await open(element, 'situations');
    part(element, '[aria-label="Stage it: Generator too strong"]').click();
    await until(() => /Mode collapse|Hopping/.test(readout(element)), 'the failure', 90_000);
    expect(element.getState().settings!.turns).to.deep.equal({discriminator: 1, generator: 5});
    const steps = step(element);
    part(element, '[aria-label="Mend it: Generator too strong"]').click();
    // On the way, and not from the beginning.
    for (let i = 0; i < 20; i++) {
      expect(step(element)).to.be.at.least(steps);
      await pause(50);
    }
    expect(element.getState().settings!.penalty).to.equal(0.1);
    await until(() => /[78] of 8 modes/.test(readout(element)), 'more modes', 90_000);
  });

  it('builds nets of other sizes, and shows another data set', async function () {
    this.timeout(60_000);
    const element = await shown();
    await open(element, 'settings');
    const width = [...element.shadowRoot!.querySelectorAll<HTMLSelectElement>('.side.generator select')][1]!;
    width.value = '8';
    width.dispatchEvent(new Event('change'));
    await until(() => /Neither net has learned.*cover/.test(readout(element)), 'new nets');
    expect(element.getState().settings).to.deep.equal({width: {discriminator: 32, generator: 8}});
    press(element, 'Step both');
    await until(() => step(element) === 1, 'a step', 30_000);
    choose(element, '.sets select', 'rings');
    await until(() => /parts of the data/.test(readout(element)) && step(element) === 0, 'the rings');
    press(element, 'Usual settings');
    await until(() => /Both nets are trained/.test(readout(element)), 'the trained nets');
  });

  it('plays on points of a reader’s own', async function () {
    this.timeout(60_000);
    const element = await shown();
    await open(element, 'data');
    const area = part<HTMLTextAreaElement>(element, 'textarea');
    area.value = Array.from({length: 200}, (_, i) => `${Math.sin(i)},${Math.cos(2 * i)}`).join('\n');
    area.dispatchEvent(new Event('input'));
    [...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.table button')][0]!.click();
    await until(() => step(element) > 5, 'steps', 40_000);
    expect(readout(element))
      .to.match(/of 12 parts of the data/)
      .and.not.match(/NaN|Infinity/);
    expect(part<HTMLSelectElement>(element, '.sets select').selectedOptions[0]!.textContent).to.equal('your data');
    press(element, 'Back to the data set');
    await until(() => /8 modes/.test(readout(element)), 'the data set');
  });

  it('saves both nets as stock files', async function () {
    this.timeout(60_000);
    const element = await shown();
    await open(element, 'settings');
    press(element, 'Step both');
    await until(() => step(element) === 1, 'a step', 30_000);
    press(element, 'Save model');
    await until(() => /step-1\.zip is with your/.test(text(element, '[part=panel]')), 'the sentence', 20_000);
    press(element, 'Step both');
    await until(() => step(element) === 2, 'goes on');
  });

  it('keeps what a reader chose in its state, and refuses nonsense', async () => {
    const element = await shown();
    const state: GanDuelState = {
      x: [1, -1],
      data: 'moons',
      start: 'fresh',
      settings: {loss: 'hinge', penalty: 0.3, turns: {discriminator: 3, generator: 1}},
      without: ['sheet'],
      panel: 'settings',
    };
    element.setState(state);
    await until(() => /Neither net.*parts/.test(readout(element)), 'the moons', 30_000);
    expect(element.getState()).to.deep.equal(state);
    expect(readout(element)).to.include('the discriminator says');
    for (const bad of [
      {x: [1]},
      {data: 'cats'},
      {settings: {loss: 'sharp'}},
      {settings: {rate: {generator: 1}}},
      {settings: {turns: {discriminator: 1.5, generator: 1}}},
      {without: ['everything']},
      {panel: 'none'},
      {slow: 'yes'},
    ])
      expect(() => readState(bad), JSON.stringify(bad)).to.throw('state.');
  });

  for (const lang of ['en', 'zh-Hans'])
    it(`is accessible in each of its states: ${lang}`, async function () {
      this.timeout(60_000);
      await import('../../../components/gan-duel/gan-duel.js');
      const element = show<GanDuel>(TAG.replace('loading', `lang="${lang}" loading`));
      await element.ready;
      if (lang !== 'en') await until(() => text(element, '[part=play]') === '开始', 'Chinese');
      await pause(400);
      await expectAccessible(element);
      for (const panel of ['situations', 'settings', 'data', 'view']) {
        await open(element, panel);
        await pause(150);
        await expectAccessible(element);
        if (lang !== 'en')
          expect(text(element, '.figure').replace(/wasm|JS|CSV|Adam|Wasserstein|minimax|R1|R2|kB|ms/g, '')).not.to.match(/[A-Za-z]{3,}/);
      }
      part(element, '.why').click();
      await element.updateComplete;
      await expectAccessible(element);
    });

  it('fits 320 px, and leaves out what its author hides', async () => {
    const element = await shown(TAG, 320);
    for (const panel of ['situations', 'settings', 'data', 'view']) {
      await open(element, panel);
      const {right} = part(element, '.root').getBoundingClientRect();
      const wide = [...element.shadowRoot!.querySelectorAll('.figure *:not(.carrier, .handle)')].filter(
        (one) => one.getBoundingClientRect().right > right + 0.5,
      );
      expect(wide.map((one) => `${panel}: ${one.localName}.${one.className}`)).to.deep.equal([]);
    }
    element.hide = 'legend controls readout charts sets situations settings data view footer';
    await element.updateComplete;
    for (const selector of ['.legend', '.controls', '.readout', '.charts', '.actions button', '.actions select', '.footer', '[part=panel]'])
      expect(element.shadowRoot!.querySelector(selector), selector).to.equal(null);
  });

  it('gives a PNG of the plane, and shows a fault in place', async () => {
    const element = await shown();
    const bitmap = await createImageBitmap(await element.toBlob());
    expect(bitmap.width).to.equal(part<HTMLCanvasElement>(element, '.plane canvas').width);
    registerModel('spoilt-duel', {...lookupModel(MODEL)!, urls: {'generator.bin': '/no-such-file.bin'}, primed: undefined});
    const broken = show<GanDuel>('<gan-duel model="spoilt-duel" loading="eager" backend="wasm"></gan-duel>');
    const {detail} = await event(broken, 'gen-error');
    expect(detail.code).to.equal('not-found');
    await broken.updateComplete;
    expect(part(broken, '.alert').getAttribute('role')).to.equal('alert');
    registerModel('spoilt-duel', lookupModel(MODEL)!);
    part(broken, '[part=retry]').click();
    await broken.ready;
  });

  // Last, since a graphics processor in software keeps the machine busy for a while.
  for (const backend of ['webgpu', 'reference'] as const)
    it(`says the same by ${backend}`, async function () {
      this.timeout(60_000);
      const numbers = (element: Element) =>
        readout(element)
          .match(/\d+(\.\d+)?/g)!
          .map(Number);
      const expected = numbers(await shown());
      const element = await shown(TAG.replace('"wasm"', `"${backend}"`));
      expect(element.activeBackend, JSON.stringify(element.stats!.fallbacks)).to.equal(backend);
      numbers(element).forEach((value, i) => expect(value).to.be.closeTo(expected[i]!, 1.01));
    });
});
