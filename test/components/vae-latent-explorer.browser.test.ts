import {emulateMedia, resetMouse, sendKeys, sendMouse} from '@web/test-runner-commands';
import {expect} from 'chai';
import type {LatentExplorerState} from '../../components/vae-latent-explorer/explorer-state.js';
import type {VaeLatentExplorer} from '../../components/vae-latent-explorer/vae-latent-explorer.js';
import type {Session} from '../../src/client/session.js';
import {registerModel} from '../../src/elements/models.js';
import {GenerativeError} from '../../src/format/errors.js';
import type {Manifest} from '../../src/format/manifest.js';
import {inFrame} from '../src/client/frame.js';
import {decodeByHand, encodeByHand} from '../src/client/tiny-vae.js';
import {
  clear,
  event,
  examplePixels,
  expectAccessible,
  faultCases,
  part,
  pause,
  registerTiny,
  show,
  takeUncaught,
  until,
} from './helpers.js';

const TAG = '<vae-latent-explorer model="tiny" loading="eager" backend="reference"></vae-latent-explorer>';

const pixels = (element: Element): number[] => {
  const canvas = part<HTMLCanvasElement>(element, '.image canvas');
  const {data} = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  return [0, 1, 2, 3].map((k) => data[4 * k]!);
};
const expectImageAt = (element: VaeLatentExplorer) => {
  const expected = decodeByHand(element.getState().z).map((value) => 255 * value);
  pixels(element).forEach((value, k) => expect(value).to.be.closeTo(expected[k]!, 2));
};
const middle = (element: Element): [number, number] => {
  const {x, y, width, height} = element.getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
};
const examples = (element: Element) => element.shadowRoot!.querySelectorAll<HTMLButtonElement>('button.example');
async function shown(markup = TAG, width?: number): Promise<VaeLatentExplorer> {
  const element = show<VaeLatentExplorer>(markup, width);
  await element.ready;
  return element;
}

describe('<vae-latent-explorer>', () => {
  let files: Manifest['files'];

  before(async () => {
    ({files} = (await registerTiny('tiny')).manifest);
    await registerTiny('other');
  });
  afterEach(async () => {
    clear();
    await resetMouse();
    expect(takeUncaught()).to.deep.equal([]);
  });

  it('takes attributes and properties from before it was defined', async () => {
    const element = show<VaeLatentExplorer>(TAG);
    expect(customElements.get('vae-latent-explorer')).to.equal(undefined);
    element.seed = 11;
    element.setAttribute('theme', 'dark');
    await import('../../components/vae-latent-explorer/vae-latent-explorer.js');
    await element.ready;
    const early = element.getState();
    const late = await shown(TAG.replace('model', 'seed="11" model'));
    expect(early.z).to.deep.equal(late.getState().z);
    expect(part(element, '.root').dataset.theme).to.equal('dark');
  });

  it('shows a picture before any click, and says so once', async () => {
    let count = 0;
    const listen = () => count++;
    document.addEventListener('gen-ready', listen);
    const element = show<VaeLatentExplorer>(TAG);
    const {detail, composed} = await event(element, 'gen-ready');
    expectImageAt(element);
    expect(detail.backend).to.equal('reference');
    expect(detail.bytes).to.be.at.least(files['decoder.json']!.bytes + files['decoder.bin']!.bytes);
    expect(detail.milliseconds).to.be.greaterThan(0);
    expect(composed).to.equal(true);
    await element.ready;
    expect(element.activeBackend).to.equal('reference');
    expect(element.stats?.bytes).to.be.at.least(detail.bytes);
    expect(part(element, '.root').dataset.state).to.equal('ready');
    expect(element.matches(':state(ready)')).to.equal(true);
    await until(() => examples(element).length === 12, 'examples');
    document.removeEventListener('gen-ready', listen);
    expect(count).to.equal(1);
    expect(part(element, '.footer').textContent).to.match(/reference · .* ms · 1 kB/);
  });

  it('fetches and computes nothing until it is seen', async () => {
    const element = show<VaeLatentExplorer>(`<div style="height: 5000px"></div>${TAG.replace('loading="eager"', '')}`)
      .nextElementSibling as VaeLatentExplorer;
    await pause(300);
    expect(element.stats).to.equal(undefined);
    element.scrollIntoView();
    await element.ready;
    expectImageAt(element);
    window.scrollTo(0, 0);
    await pause(100);
    const before = pixels(element);
    element.setState({z: [2, 2]});
    await pause(200);
    expect(pixels(element)).to.deep.equal(before);
    element.scrollIntoView();
    await until(() => pixels(element).join() !== before.join(), 'the picture of the new state');
    expectImageAt(element);
    window.scrollTo(0, 0);
  });

  it('moves by arrow keys, in big steps with shift, and home to the centre', async () => {
    const element = await shown();
    part(element, '.handle').focus();
    const [x, y] = element.getState().z as [number, number];
    const changes: LatentExplorerState[] = [];
    element.addEventListener('gen-change', ({detail}) => changes.push(detail.state as LatentExplorerState));
    await sendKeys({press: 'ArrowRight'});
    await sendKeys({press: 'ArrowUp'});
    expect(element.getState().z[0]).to.be.closeTo(x + 0.05, 0.002);
    expect(element.getState().z[1]).to.be.closeTo(y + 0.05, 0.002);
    await sendKeys({down: 'Shift'});
    await sendKeys({press: 'ArrowLeft'});
    await sendKeys({up: 'Shift'});
    expect(element.getState().z[0]).to.be.closeTo(x + 0.05 - 0.5, 0.002);
    await sendKeys({press: 'Home'});
    expect(element.getState().z).to.deep.equal([0, 0]);
    await until(() => changes.length === 4, 'four gen-change');
    expect(changes.at(-1)!.z).to.deep.equal([0, 0]);
    await until(() => pixels(element)[0] === 128, 'the picture of the centre');
    expect(part(element, '.handle').getAttribute('aria-valuetext')).to.equal('0.00, 0.00');
    await until(() => part(element, '.status').textContent !== '', 'a spoken sentence');
    expect(part(element, '.status').textContent).to.include('centre');
  });

  it('moves by its sliders', async () => {
    const element = await shown();
    const slider = part<HTMLInputElement>(element, '#z2');
    slider.focus();
    const before = slider.valueAsNumber;
    await sendKeys({press: 'ArrowRight'});
    expect(slider.valueAsNumber).to.be.closeTo(before + 0.01, 1e-6);
    expect(element.getState().z[1]).to.be.closeTo(slider.valueAsNumber, 1e-6);
  });

  it('is dragged by the mouse without a jump, and follows a press beside the ring', async () => {
    const element = await shown();
    const [x, y] = middle(part(element, '.handle'));
    const {width} = part(element, '.plane').getBoundingClientRect();
    const [z1, z2] = element.getState().z as [number, number];
    await sendMouse({type: 'move', position: [x + 7, y - 5]});
    await sendMouse({type: 'down'});
    expect(element.getState().z).to.deep.equal([z1, z2]);
    await sendMouse({type: 'move', position: [x + 57, y + 15]});
    await sendMouse({type: 'up'});
    const unit = 6 / width;
    expect(element.getState().z[0]).to.be.closeTo(z1 + 50 * unit, 0.02);
    expect(element.getState().z[1]).to.be.closeTo(z2 - 20 * unit, 0.02);
    await until(() => Math.abs(pixels(element)[0]! - 255 * decodeByHand(element.getState().z)[0]!) <= 2, 'the picture under the ring');
    const [px, py] = middle(part(element, '.plane'));
    await sendMouse({type: 'click', position: [px, py + 40]});
    expect(element.getState().z[0]).to.be.closeTo(0, 0.02);
    expect(element.getState().z[1]).to.be.closeTo(-40 * unit, 0.02);
    await sendMouse({type: 'move', position: [px + 90, py - 60]});
    expect(element.getState().z[0]).to.be.closeTo(0, 0.02);
  });

  it('lets a finger scroll from the plane, and takes its tap', async () => {
    const element = await shown();
    const plane = part(element, '.plane');
    const [clientX, clientY] = middle(plane);
    const init = {clientX, clientY, bubbles: true, composed: true, pointerId: 5, pointerType: 'touch'};
    const before = element.getState().z;
    const pressed = new PointerEvent('pointerdown', {...init, cancelable: true});
    plane.dispatchEvent(pressed);
    plane.dispatchEvent(new PointerEvent('pointermove', {...init, clientX: clientX + 30}));
    expect(pressed.defaultPrevented).to.equal(false);
    expect(element.getState().z).to.deep.equal(before);
    expect(getComputedStyle(plane).touchAction).to.include('pan-y');
    expect(getComputedStyle(part(element, '.handle')).touchAction).to.equal('none');
    plane.dispatchEvent(new PointerEvent('click', init));
    expect(element.getState().z[0]).to.be.closeTo(0, 0.02);
  });

  it('samples from the prior: the same points from the same seed', async () => {
    await emulateMedia({reducedMotion: 'reduce'});
    const run = async () => {
      const element = await shown();
      const points = [element.getState().z];
      for (let i = 0; i < 3; i++) {
        part(element, '[part=sample]').click();
        points.push(element.getState().z);
      }
      return {points, state: element.getState()};
    };
    const first = await run();
    const second = await run();
    expect(second.points).to.deep.equal(first.points);
    expect(new Set(first.points.map(String)).size).to.equal(4);
    expect(first.state.samples).to.equal(3);
    const restored = await shown(TAG.replace('model', `state='${JSON.stringify({...first.state, samples: 2})}' model`));
    part(restored, '[part=sample]').click();
    expect(restored.getState().z).to.deep.equal(first.points[3]);
    await emulateMedia({reducedMotion: 'no-preference'});
  });

  it('encodes an example: ellipse, mean and the point itself', async () => {
    await emulateMedia({reducedMotion: 'reduce'});
    const element = await shown();
    await until(() => examples(element).length === 12, 'examples');
    const {mean, logVariance} = encodeByHand(examplePixels(9));
    examples(element)[9]!.click();
    await until(() => element.shadowRoot!.querySelector('ellipse'), 'the ellipse');
    const [outer, inner] = element.shadowRoot!.querySelectorAll('ellipse');
    const sigma = logVariance.map((value) => Math.exp(value / 2));
    const read = (shape: Element, names: string[]) => names.map((name) => Number(shape.getAttribute(name)));
    read(inner!, ['cx', 'cy', 'rx', 'ry']).forEach((value, i) =>
      expect(value).to.be.closeTo([mean[0]!, -mean[1]!, sigma[0]!, sigma[1]!][i]!, 1e-4),
    );
    read(outer!, ['rx', 'ry']).forEach((value, i) => expect(value).to.be.closeTo(2 * sigma[i]!, 1e-4));
    expect(element.getState()).to.deep.equal({z: mean, samples: 0, encoded: 9});
    expect(examples(element)[9]!.getAttribute('aria-pressed')).to.equal('true');
    expect(part(element, '.posterior-text').textContent).to.include('μ = (1.00, 1.00)');
    examples(element)[9]!.click();
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('ellipse')).to.equal(null);
    expect(element.getState().encoded).to.equal(undefined);
    await emulateMedia({reducedMotion: 'no-preference'});
  });

  it('keeps a state that is set before the first update', async () => {
    const element = document.createElement('vae-latent-explorer');
    Object.assign(element, {model: 'tiny', loading: 'eager', backend: 'reference'});
    element.setState({z: [0.5, -1]});
    show('<p></p>').append(element);
    await element.ready;
    expect(element.getState().z).to.deep.equal([0.5, -1]);
    expectImageAt(element);
  });

  it('has a state and a picture to give before the first update', async () => {
    const element = document.createElement('vae-latent-explorer');
    Object.assign(element, {model: 'tiny', loading: 'eager', backend: 'reference', seed: 8});
    const {z} = element.getState();
    element.seed = 7;
    const early = element.getState();
    const blob = element.toBlob();
    show('<p></p>').append(element);
    expect((await blob).type).to.equal('image/png');
    await element.ready;
    expect(early.z).to.deep.equal(element.getState().z);
    expect(z).not.to.deep.equal(early.z);
    expect(z).not.to.deep.equal([0, 0]);
  });

  it('encodes the picture that is set while another is encoded', async () => {
    const element = await shown();
    await until(() => examples(element).length === 12, 'examples');
    const {Encoding} = await import('../../components/vae-latent-explorer/encoding.js');
    const {session} = element as unknown as {session: Session<'vae'>};
    const encoding = new Encoding({
      session: () => session,
      seed: () => 7,
      thumbnails: () => [],
      changed: () => undefined,
      found: () => undefined,
      encoded: () => undefined,
      failed: (error) => expect.fail(String(error)),
    });
    await encoding.load(session);
    encoding.mark(3);
    const loaded = encoding.load(session);
    encoding.mark(9);
    await loaded;
    expect(encoding.picked).to.equal(9);
    expect(encoding.posterior?.mean).to.deep.equal(encodeByHand(examplePixels(9)).mean);
  });

  it('restores an encoded example without moving the point', async () => {
    const state = {z: [0.5, -1], samples: 0, encoded: 3};
    const element = await shown(TAG.replace('model', `state='${JSON.stringify(state)}' model`));
    await until(() => element.shadowRoot!.querySelector('ellipse'), 'the ellipse');
    expect(element.getState()).to.deep.equal(state);
    expectImageAt(element);
    expect(() => element.setState({z: [1]})).to.throw('state.z');
    expect(() => element.setState({z: [1, 2], encoded: -1})).to.throw('state.encoded');
    expect(element.getState()).to.deep.equal(state);
  });

  it('begins at a picture that its author chose', async () => {
    await emulateMedia({reducedMotion: 'reduce'});
    const element = await shown(TAG.replace('model', `state='{"encoded": 9}' model`));
    const {mean} = encodeByHand(examplePixels(9));
    await until(() => element.getState().z.join() === mean.join(), 'the mean');
    await emulateMedia({reducedMotion: 'no-preference'});
  });

  it('says what it shows, by the nearest test points and the prior', async () => {
    const element = await shown(TAG.replace('model', `state='{"z": [0.5, -0.5]}' model`));
    await until(() => part(element, '.readout').textContent?.includes('boot'), 'the readout');
    expect(part(element, '.readout').textContent).to.equal(
      'This point decodes to an ankle boot. Under the prior it is 1.3 times less likely than the centre.',
    );
    expect(part(element, '.readout strong').textContent).to.equal('ankle boot');
    element.setState({z: [-2, 2]});
    await element.updateComplete;
    expect(part(element, '.readout').textContent).to.include('No test picture lies near').and.to.include('55 times');
  });

  it('speaks Chinese on a Chinese page', async () => {
    const element = await shown();
    element.lang = 'zh-CN';
    await until(() => part(element, '[part=sample]').textContent?.trim() === '采样', 'Chinese words');
    expect(part(element, '.readout').textContent).to.match(/先验分布/);
    element.removeAttribute('lang');
    await until(() => part(element, '[part=sample]').textContent?.trim() === 'Sample', 'English words');
  });

  it('follows the theme of the page', async () => {
    const element = await shown();
    const theme = () => part(element, '.root').dataset.theme;
    const {style} = document.body;
    expect(theme()).to.equal('light');
    style.background = '#101216';
    await until(() => theme() === 'dark', 'the dark of the background');
    style.background = '';
    await until(() => theme() === 'light', 'the light of the background');
    document.documentElement.style.colorScheme = 'dark';
    await until(() => theme() === 'dark', 'the page in a dark color-scheme');
    document.documentElement.style.setProperty('--gen-paper', '#fffff8');
    await until(() => theme() === 'light', "the page's own paper");
    document.documentElement.removeAttribute('style');
    await emulateMedia({colorScheme: 'dark'});
    document.documentElement.style.colorScheme = 'light dark';
    await until(() => theme() === 'dark', "the reader's preference");
    element.theme = 'light';
    await until(() => theme() === 'light', 'the attribute');
    expect(part(element, '.root').hasAttribute('data-own-paper')).to.equal(true);
    document.documentElement.removeAttribute('style');
    await emulateMedia({colorScheme: 'no-preference'});
  });

  it('leaves out the panels that its author hides', async () => {
    const element = await shown(TAG.replace('model', 'hide="sliders examples picture sample readout footer names" model'));
    await pause(300);
    for (const selector of ['.sliders', '.encode', '[part=sample]', '.readout', '.footer', '.name'])
      expect(element.shadowRoot!.querySelector(selector), selector).to.equal(null);
    expectImageAt(element);
    element.hide = '';
    await until(() => examples(element).length === 12, 'examples, asked for later');
  });

  it('takes pictures of a reader where examples are hidden, and paints examples that come back', async () => {
    const element = await shown(TAG.replace('model', 'hide="examples" model'));
    const own = () => [...element.shadowRoot!.querySelectorAll('.own button')];
    expect(own().map(({textContent}) => textContent.trim())).to.deep.equal(['Draw', 'Your picture']);
    expect(element.shadowRoot!.querySelector('[part=examples], .strip')).to.equal(null);
    await pause(300);
    for (const hide of ['', 'examples', '']) {
      element.hide = hide;
      await element.updateComplete;
    }
    await until(() => examples(element).length === 12, 'examples');
    await element.updateComplete;
    const canvas = examples(element)[3]!.querySelector('canvas')!;
    const {data} = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    expect(new Set(data).size, 'black and white').to.equal(2);
  });

  it('goes back to the defaults of attributes that are taken away', async () => {
    const element = await shown(TAG.replace('>', ' seed="3" hide="readout" theme="dark">'));
    for (const name of ['seed', 'hide', 'theme', 'backend', 'loading']) element.removeAttribute(name);
    await element.updateComplete;
    const {seed, hide, theme, backend, loading} = element;
    expect({seed, hide, theme, backend, loading}).to.deep.equal({
      seed: undefined,
      hide: '',
      theme: 'auto',
      backend: 'auto',
      loading: 'lazy',
    });
    expect(element.shadowRoot!.querySelector('[part=readout]')).to.not.equal(null);
  });

  it('opens one model for attributes that change together', async () => {
    const element = await shown();
    const first = element.ready;
    let count = 0;
    element.addEventListener('gen-ready', () => count++);
    element.model = 'nope';
    element.seed = 5;
    element.model = 'other';
    await element.updateComplete;
    expect(element.ready).not.to.equal(first);
    await element.ready;
    await pause(100);
    expect(count).to.equal(1);
    expect(part(element, '.alert').hidden).to.equal(true);
  });

  it('survives a move in the page, and comes back after a removal', async () => {
    const element = await shown();
    element.setState({z: [1, -1]});
    let count = 0;
    element.addEventListener('gen-ready', () => count++);
    const shelf = document.createElement('div');
    element.parentElement!.append(shelf);
    let changes = 0;
    const watch = new MutationObserver(() => changes++);
    watch.observe(part(element, '.root'), {attributeFilter: ['data-state']});
    shelf.append(element);
    await pause(50);
    watch.disconnect();
    expect(changes, 'a move keeps the session').to.equal(0);
    expect(element.stats).not.to.equal(undefined);
    element.remove();
    await pause(50);
    expect(element.stats).to.equal(undefined);
    shelf.append(element);
    await until(() => part(element, '.root').dataset.state === 'ready', 'ready again');
    expect(element.getState().z).to.deep.equal([1, -1]);
    expectImageAt(element);
    expect(count, 'gen-ready comes once').to.equal(0);
  });

  it('leaves nothing behind when removed a hundred times', async () => {
    await shown();
    clear();
    await pause(50);
    let observing = 0;
    let listening = 0;
    const {observe, disconnect} = IntersectionObserver.prototype;
    const {addEventListener, removeEventListener} = EventTarget.prototype;
    IntersectionObserver.prototype.observe = function (target) {
      observing++;
      observe.call(this, target);
    };
    IntersectionObserver.prototype.disconnect = function () {
      observing--;
      disconnect.call(this);
    };
    const counts = (target: unknown) => target === document || target instanceof MediaQueryList;
    EventTarget.prototype.addEventListener = function (...args: Parameters<EventTarget['addEventListener']>) {
      if (counts(this)) listening++;
      addEventListener.apply(this, args);
    };
    EventTarget.prototype.removeEventListener = function (...args: Parameters<EventTarget['removeEventListener']>) {
      if (counts(this)) listening--;
      removeEventListener.apply(this, args);
    };
    const removed: WeakRef<Element>[] = [];
    const comeAndGo = async (i: number) => {
      const element = show<VaeLatentExplorer>(TAG);
      removed.push(new WeakRef(element));
      if (i % 10 === 0) await element.ready;
      else await pause(0);
      expect(observing).to.equal(1);
      element.remove();
    };
    try {
      for (let i = 0; i < 100; i++) await comeAndGo(i);
      await pause(50);
      expect(observing).to.equal(0);
      expect(listening).to.equal(0);
    } finally {
      Object.assign(IntersectionObserver.prototype, {observe, disconnect});
      Object.assign(EventTarget.prototype, {addEventListener, removeEventListener});
    }
    expectImageAt(await shown());
    const collect = (globalThis as unknown as {gc: (options: {type: 'major'; execution: 'async'}) => Promise<void>}).gc;
    for (let i = 0; i < 3; i++) await collect({type: 'major', execution: 'async'});
    // The engine's own stack may hold the last of them.
    expect(removed.filter((element) => element.deref()).length).to.be.at.most(2);
  });

  it('fits a column of 320 pixels, and has no widths in between that overflow', async () => {
    const element = await shown(`${TAG}`, 320);
    await until(() => examples(element).length === 12, 'examples');
    for (const width of [320, 360, 519, 520, 640, 760, 899, 900, 1200]) {
      element.parentElement!.style.width = `${width}px`;
      await pause(60);
      const {left, right} = element.getBoundingClientRect();
      for (const inner of element.shadowRoot!.querySelectorAll('.figure *:not(.status):not(.carrier, .carrier *, svg *)')) {
        const box = inner.getBoundingClientRect();
        expect(box.right, `${inner.className} at ${width}`).to.be.at.most(right + 0.5);
        if (box.width > 0) expect(box.left, `${inner.className} at ${width}`).to.be.at.least(left - 0.5);
      }
      const image = part(element, '.image').getBoundingClientRect();
      expect(image.width % 2, 'a whole multiple of the image').to.equal(0);
    }
  });

  it('gives a PNG of the figure', async () => {
    const element = await shown();
    const blob = await element.toBlob();
    expect(blob.type).to.equal('image/png');
    const image = await createImageBitmap(blob);
    expect(image.width).to.be.greaterThan(image.height);
  });

  it('opens its explanations in place', async () => {
    const element = await shown();
    for (const why of element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.why')) {
      const text = part(element, `#${why.getAttribute('aria-controls')!}`);
      expect(text.hidden).to.equal(true);
      why.click();
      await element.updateComplete;
      expect(text.hidden).to.equal(false);
      expect(why.getAttribute('aria-expanded')).to.equal('true');
    }
  });

  it('raises the points of the class that is pointed at or focused', async () => {
    const element = await shown();
    // Examples come last, so the tiles are there.
    await until(() => examples(element).length === 12, 'examples');
    const canvas = part<HTMLCanvasElement>(element, '.plane > canvas');
    await pause(100);
    const before = canvas.toDataURL();
    part(element, '.name').focus();
    await until(() => canvas.toDataURL() !== before, 'raised points');
    expect(part(element, '.names').hasAttribute('data-raised')).to.equal(true);
    part(element, '.name').blur();
    await until(() => canvas.toDataURL() === before, 'points as before');
  });

  it('says in the footer which backend cannot be had', async () => {
    const element = await shown(TAG.replace('reference', 'webgpu'));
    const {backend, fallbacks} = element.stats!;
    await until(() => part(element, '.footer').textContent?.includes(backend), 'the footer');
    expect(part(element, '.footer').textContent?.includes('no WebGPU')).to.equal(fallbacks.some((one) => one.backend === 'webgpu'));
  });

  it('goes from name to name by arrow keys', async () => {
    const element = await shown();
    await until(() => element.shadowRoot!.querySelectorAll('.name').length === 2, 'class names');
    const [first, second] = element.shadowRoot!.querySelectorAll<HTMLElement>('.name');
    first!.focus();
    await sendKeys({press: 'ArrowRight'});
    expect(element.shadowRoot!.activeElement).to.equal(second);
    await sendKeys({press: 'ArrowRight'});
    expect(element.shadowRoot!.activeElement).to.equal(first);
  });

  it('needs no inline styles that a strict page refuses', async () => {
    const violations = await inFrame<string[]>(
      `const violations = [];
      addEventListener('securitypolicyviolation', ({violatedDirective}) => violations.push(violatedDirective));
      const {registerTiny, until} = await from('/test/components/helpers.ts');
      await registerTiny('tiny');
      await from('/components/vae-latent-explorer/vae-latent-explorer.ts');
      document.body.innerHTML = '<vae-latent-explorer model="tiny" loading="eager" theme="dark"></vae-latent-explorer>';
      const element = document.body.firstChild;
      await element.ready;
      element.setState({z: [1, 1], encoded: 2});
      await until(() => element.shadowRoot.querySelector('ellipse'), 'ellipse');
      if (getComputedStyle(element.shadowRoot.querySelector('.carrier')).transform === 'none') violations.push('the ring did not move');
      return violations;`,
      {csp: "style-src 'self'"},
    );
    expect(violations).to.deep.equal([]);
  });

  for (const theme of ['light', 'dark']) {
    it(`has no accessibility violations, ready, ${theme}`, async () => {
      const element = await shown(TAG.replace('model', `theme="${theme}" model`));
      await until(() => examples(element).length === 12, 'examples');
      await expectAccessible(element);
    });
  }

  for (const {name, code, names, attributes, spoil, mend} of faultCases()) {
    it(`shows ${name}, and recovers by Retry`, async () => {
      await spoil?.();
      const element = show<VaeLatentExplorer>(
        `<vae-latent-explorer loading="eager" ${attributes}></vae-latent-explorer><p>The page around it.</p>`,
      );
      const {detail} = await event(element, 'gen-error');
      await element.updateComplete;
      expect(detail.code).to.equal(code);
      expect(detail.message).to.match(names);
      const alert = part(element, '[role=alert]');
      const before = element.getState();
      element.addEventListener('gen-change', () => expect.fail('a broken plane moved'));
      const {x, y} = part(element, '.plane').getBoundingClientRect();
      await sendMouse({type: 'click', position: [Math.round(x + 20), Math.round(y + 20)]});
      await element.updateComplete;
      expect(element.getState()).to.deep.equal(before);
      expect(alert.textContent).to.include(detail.message);
      expect(part(element, '.root').dataset.state).to.equal('error');
      await expectAccessible(element);
      await mend(element);
      await element.updateComplete;
      // A new attribute starts anew by itself; a server that is well again has to be asked.
      if (!alert.hidden) part(element, '[part=retry]').click();
      await element.ready;
      expectImageAt(element);
      expect(alert.hidden).to.equal(true);
      expect(element.nextElementSibling!.textContent).to.equal('The page around it.');
    });
  }

  it('takes back what it said of a fault once the same work succeeds', async () => {
    const element = await shown();
    await until(() => examples(element).length === 12, 'examples');
    const {session} = element as unknown as {session: Session<'vae'>};
    const {decode, encode} = session.ops;
    const fault = () => Promise.reject(new GenerativeError('internal', 'spoilt'));
    const alert = part(element, '[role=alert]');
    for (const [name, mend] of [
      ['decode', () => element.setState({z: [1, 1]})],
      ['encode', () => examples(element)[3]!.click()],
    ] as const) {
      Object.assign(session.ops, {[name]: fault});
      if (name === 'decode') element.setState({z: [2, 2]});
      else examples(element)[9]!.click();
      await until(() => !alert.hidden, `the fault of ${name}`);
      if (name === 'encode') {
        element.setState({z: [0, 0]});
        await pause(100);
        expect(alert.hidden, 'a decoded image says nothing of the encoder').to.equal(false);
      }
      Object.assign(session.ops, {decode, encode});
      mend();
      await until(() => alert.hidden, `${name} again`);
    }
  });

  it('stays usable when only an extra is missing', async () => {
    const {urls, ...poor} = await registerTiny('poor');
    registerModel('poor', {...poor, urls: {...urls, 'plane.json': urls['examples.png']!}});
    const element = show<VaeLatentExplorer>(TAG.replace('tiny', 'poor'));
    const {detail} = await event(element, 'gen-error');
    expect(detail.code).to.equal('integrity');
    await element.updateComplete;
    expect(part(element, '.root').dataset.state).to.equal('ready');
    element.setState({z: [2, -2]});
    await pause(200);
    expectImageAt(element);
  });
});
