import {sendKeys} from '@web/test-runner-commands';
import {expect} from 'chai';
import {unzipSync} from 'fflate';
import type {VaeLatentExplorer} from '../../components/vae-latent-explorer/vae-latent-explorer.js';
import type {Session} from '../../src/client/session.js';
import {mayDownload} from '../../src/elements/save-file.js';
import {registerModel} from '../../src/elements/models.js';
import {clear, event, expectAccessible, part, pause, registerTiny, show, takeUncaught, until} from './helpers.js';

const TAG = '<vae-latent-explorer id="figure" model="tiny" loading="eager" backend="reference"></vae-latent-explorer>';
type Opened = VaeLatentExplorer & {session: Session<'vae'>};

async function shown(markup = TAG, width?: number): Promise<Opened> {
  const element = show<Opened>(markup, width);
  await element.ready;
  return element;
}
const items = (element: Element) => [...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.menu-items button')];
const item = (element: Element, words: string) => items(element).find(({textContent}) => textContent?.trim() === words)!;
async function open(element: Element): Promise<void> {
  part(element, '.menu-button').click();
  await until(() => items(element).length > 0, 'the menu');
}
const said = (element: Element) => part(element, '.menu-said').textContent;
const area = (element: Element) => part<HTMLTextAreaElement>(element, '.menu-text textarea');

/** Takes the place of the clipboard, or of its refusal. */
function clipboard(write: (text: string) => Promise<void>): void {
  Object.defineProperty(navigator, 'clipboard', {value: {writeText: write}, configurable: true});
}

describe('the menu of an element', () => {
  const saved: {name: string; blob: Promise<Blob>}[] = [];
  const {click} = HTMLAnchorElement.prototype;

  before(async () => {
    await registerTiny('tiny');
    await import('../../components/vae-latent-explorer/vae-latent-explorer.js');
    HTMLAnchorElement.prototype.click = function () {
      saved.push({name: this.download, blob: fetch(this.href).then((response) => response.blob())});
    };
  });
  after(() => {
    HTMLAnchorElement.prototype.click = click;
  });
  afterEach(() => {
    clear();
    saved.length = 0;
    Reflect.deleteProperty(navigator, 'clipboard');
    history.replaceState(null, '', location.pathname + location.search);
    expect(takeUncaught()).to.deep.equal([]);
  });

  it('opens and closes by keys, and gives the focus back', async () => {
    const element = await shown();
    const button = part(element, '.menu-button');
    button.focus();
    expect(button.getAttribute('aria-expanded')).to.equal('false');
    await sendKeys({press: 'Enter'});
    await until(() => items(element).length > 0, 'the menu');
    expect(button.getAttribute('aria-expanded')).to.equal('true');
    expect(part(element, `#${button.getAttribute('aria-controls')!}`)).to.equal(part(element, '[part=menu]'));
    await sendKeys({press: 'Tab'});
    expect(element.shadowRoot!.activeElement).to.equal(items(element)[0]);
    await sendKeys({press: 'Escape'});
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('.menu')).to.equal(null);
    expect(element.shadowRoot!.activeElement).to.equal(button);
  });

  it('copies code that shows the same figure elsewhere', async () => {
    let copied = '';
    clipboard((text) => Promise.resolve(void (copied = text)));
    const element = await shown(
      TAG.replace('model', 'theme="dark" hide="names &quot;x&quot;" lang="en-GB" base="/models/" data-own="1" model').replace(
        'base="/models/"',
        '',
      ),
    );
    element.seed = 11;
    await element.updateComplete;
    element.setState({z: [0.25, -1.5], samples: 2});
    await open(element);
    item(element, 'Copy embed code').click();
    await until(() => said(element) === 'Copied.', 'copied');
    expect(area(element).value).to.equal(copied);
    const [script, tag] = copied.split('\n');
    expect(script).to.match(/^<script type="module"/);
    const again = show<VaeLatentExplorer>(tag!);
    await again.ready;
    expect(again.getState()).to.deep.equal({z: [0.25, -1.5], samples: 2});
    const names = again.getAttributeNames();
    expect(names).to.have.members(['model', 'seed', 'backend', 'loading', 'theme', 'hide', 'lang', 'state']);
    expect(again.hide).to.equal('names "x"');
  });

  it('shows the text selected where the clipboard is refused', async () => {
    clipboard(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
    const element = await shown();
    await open(element);
    for (const words of ['Copy embed code', 'Copy link']) {
      item(element, words).click();
      await until(() => said(element)?.includes('selected'), 'what to do');
      const {selectionStart, selectionEnd, value} = area(element);
      expect([selectionStart, selectionEnd]).to.deep.equal([0, value.length]);
      expect(element.shadowRoot!.activeElement).to.equal(area(element));
      await pause(20);
    }
    Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true});
    item(element, 'Copy embed code').click();
    await until(() => area(element).value.startsWith('<script'), 'the code');
    expect(said(element)).to.include('selected');
  });

  it('makes a link that the element follows, on load and later', async () => {
    let copied = '';
    clipboard((text) => Promise.resolve(void (copied = text)));
    const element = await shown();
    element.setState({z: [1, -2]});
    await open(element);
    item(element, 'Copy link').click();
    await until(() => copied !== '', 'a link');
    expect(copied.startsWith(location.href.split('#')[0]!)).to.equal(true);
    element.setState({z: [0, 0]});
    location.hash = new URL(copied).hash;
    await until(() => element.getState().z[0] === 1, 'the linked state');
    const late = await shown(TAG.replace('model', `state='{"z": [2, 2]}' model`));
    expect(late.getState().z).to.deep.equal([1, -2]);
    const other = await shown(TAG.replace('"figure"', '"other"'));
    expect(other.getState().z).not.to.deep.equal([1, -2]);
    await open(other);
    other.removeAttribute('id');
    other.requestUpdate();
    await other.updateComplete;
    expect(item(other, 'Copy link')).to.equal(undefined);
  });

  it('passes over hashes that are no states of it', async () => {
    const element = await shown(TAG.replace('model', `state='{"z": [2, 2]}' model`));
    for (const hash of [
      '#figure',
      '#figure={',
      '#figure={"z":[1]}',
      '#figure={"z":["<b>",2]}',
      '#figure={"z":[1e999,0]}',
      '#figure=null',
    ]) {
      location.hash = hash;
      await pause(30);
      expect(element.getState().z, hash).to.deep.equal([2, 2]);
      expect(part(element, '.alert').hidden).to.equal(true);
    }
    const late = await shown(TAG.replace('model', `state='{"z": [2, 2]}' model`));
    expect(late.getState().z).to.deep.equal([2, 2]);
  });

  it('saves the figure', async () => {
    const element = await shown();
    await open(element);
    item(element, 'Save as PNG').click();
    await until(() => saved.length === 1, 'a file');
    expect(saved[0]!.name).to.equal('tiny-vae.png');
    expect((await saved[0]!.blob).type).to.equal('image/png');
    await until(() => said(element)?.includes('tiny-vae.png'), 'what happened');
  });

  it('gives samples as picture, array and archive: the same from the same seed', async () => {
    const element = await shown();
    await open(element);
    item(element, 'Download samples').click();
    await element.updateComplete;
    const [count, seed] = element.shadowRoot!.querySelectorAll<HTMLInputElement>('.menu-samples input');
    const format = part<HTMLSelectElement>(element, '.menu-samples select');
    const button = part<HTMLButtonElement>(element, '.menu-samples button');
    expect(seed!.value).to.equal('7');
    const download = async (as: string): Promise<{name: string; bytes: Uint8Array}> => {
      const before = saved.length;
      await until(() => !button.disabled, 'a button');
      format.value = as;
      button.click();
      await until(() => saved.length > before, `a file as ${as}`);
      const {name, blob} = saved.at(-1)!;
      return {name, bytes: new Uint8Array(await (await blob).arrayBuffer())};
    };
    count!.value = '0';
    button.click();
    count!.value = '1001';
    button.click();
    await pause(50);
    expect(saved.length).to.equal(0);
    count!.value = '5';
    const {x} = await element.session.ops.sample({count: 5, seed: 7});
    const array = await download('npy');
    expect(array.name).to.equal('tiny-vae-seed-7-5.npy');
    expect([...new Float32Array(array.bytes.slice(-80).buffer)]).to.deep.equal([...x.data]);
    const archive = await download('zip');
    const files = unzipSync(archive.bytes);
    expect(Object.keys(files)).to.deep.equal(['0.png', '1.png', '2.png', '3.png', '4.png']);
    const third = await createImageBitmap(new Blob([files['2.png']! as Uint8Array<ArrayBuffer>], {type: 'image/png'}));
    const canvas = Object.assign(document.createElement('canvas'), {width: third.width, height: third.height});
    const context = canvas.getContext('2d')!;
    context.drawImage(third, 0, 0);
    const {data} = context.getImageData(0, 0, 2, 2);
    [0, 1, 2, 3].forEach((k) => expect(data[4 * k]).to.be.closeTo(255 * x.data[8 + k]!, 1));
    expect((await download('zip')).bytes).to.deep.equal(archive.bytes);
    const sheet = await createImageBitmap(new Blob([(await download('sheet')).bytes as Uint8Array<ArrayBuffer>]));
    expect([sheet.width, sheet.height]).to.deep.equal([3 * 56 + 2 * 2, 2 * 56 + 2]);
    seed!.value = '8';
    seed!.focus();
    format.value = 'npy';
    await sendKeys({press: 'Enter'});
    await until(() => saved.at(-1)!.name === 'tiny-vae-seed-8-5.npy', 'another seed');
    expect(new Uint8Array(await (await saved.at(-1)!.blob).arrayBuffer())).not.to.deep.equal(array.bytes);
  });

  it('knows where files may not be saved, and says it in one sentence', async () => {
    const within = async (sandbox: string | undefined) => {
      const frame = document.createElement('iframe');
      if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox);
      frame.srcdoc = '<p>A frame</p>';
      document.body.append(frame);
      await event(frame, 'load');
      const inner = frame.contentWindow!;
      // From outside only a frame of this origin can be looked into.
      const result = mayDownload(
        sandbox?.includes('allow-same-origin') === false ? ({origin: 'null', top: window} as unknown as Window) : inner,
      );
      frame.remove();
      return result;
    };
    expect(await within(undefined)).to.equal(true);
    expect(await within('allow-scripts allow-same-origin')).to.equal(false);
    expect(await within('allow-scripts allow-same-origin allow-downloads')).to.equal(true);
    expect(await within('allow-scripts')).to.equal(undefined);
    expect(mayDownload()).to.equal(true);
  });

  it('tells about the model by its card, without trusting it', async () => {
    const element = await shown();
    await open(element);
    item(element, 'About this model').click();
    await until(() => element.shadowRoot!.querySelector('.card h3'), 'the card');
    const card = part(element, '.card');
    expect(card.querySelector('h3')!.textContent).to.equal('Tiny model');
    expect([...card.querySelectorAll('td')].map(({textContent}) => textContent)).to.deep.equal(['pixels', '4']);
    expect(card.textContent).to.include('<img src=x onerror=alert(1)><script>alert(1)</script>').and.to.include('bad');
    expect(card.querySelector('img, script')).to.equal(null);
    expect([...card.querySelectorAll('a')].map(({href, rel}) => [href, rel])).to.deep.equal([
      ['https://good.example/', 'noopener noreferrer'],
    ]);
    await until(() => card.querySelectorAll('canvas').length === 1, 'the picture that is there and not the one that is gone');
    const canvas = card.querySelector('canvas')!;
    await until(() => canvas.width === 8 && canvas.height === 6, 'its pixels');
    expect(canvas.getAttribute('aria-label')).to.equal('its examples');
    expect(card.textContent).to.include('elsewhere').and.to.include('This picture is not on this site.');
    expect(part(element, '.menu').textContent).not.to.include('hashes');
  });

  it('falls back on the manifest, and says what could not be checked', async () => {
    const {urls, ...tiny} = await registerTiny('poor');
    registerModel('poor', {...tiny, urls: {...urls, 'CARD.md': urls['examples.png']!}});
    const element = await shown(TAG.replace('"tiny"', '"poor"'));
    Object.defineProperty(element.session, 'stats', {value: {...element.session.stats, verified: false}});
    await open(element);
    item(element, 'About this model').click();
    await until(() => element.shadowRoot!.querySelector('.menu dl'), 'facts');
    expect(part(element, '.menu dl').textContent).to.include('MIT').and.to.include('made by hand');
    expect(part(element, '.menu-note').textContent).to.include('hashes');
    expect(part(element, '.alert').hidden, 'no card is no fault').to.equal(true);
  });

  it('says so in place when it cannot be fetched or made', async () => {
    const element = await shown();
    await open(element);
    Object.assign(element, {toBlob: () => Promise.reject(new Error('no canvas'))});
    item(element, 'Save as PNG').click();
    await until(() => !part(element, '.alert').hidden, 'an alert');
    expect(part(element, '.alert').textContent).to.include('no canvas');
    Reflect.deleteProperty(element, 'toBlob');
    part(element, '[part=retry]').click();
    await until(() => saved.length === 1, 'a file');
    expect(part(element, '.alert').hidden).to.equal(true);
  });

  for (const [lang, about, samples] of [
    ['en', 'About this model', 'Download samples'],
    ['zh-Hans', '关于此模型', '下载样本'],
  ] as const) {
    it(`is accessible in each of its states, and fits 320 pixels, ${lang}`, async () => {
      const element = await shown(TAG.replace('model', `lang="${lang}" model`), 320);
      await open(element);
      const fits = () => {
        const {right} = element.getBoundingClientRect();
        for (const inner of element.shadowRoot!.querySelectorAll('.menu :not(.wide *)'))
          expect(inner.getBoundingClientRect().right, inner.className).to.be.at.most(right + 0.5);
      };
      await until(() => item(element, about), 'its language');
      await expectAccessible(element);
      fits();
      item(element, samples).click();
      await element.updateComplete;
      await expectAccessible(element);
      fits();
      item(element, about).click();
      await until(() => element.shadowRoot!.querySelector('.card h3'), 'the card');
      await expectAccessible(element);
      fits();
      items(element)[0]!.click();
      await until(() => element.shadowRoot!.querySelector('.menu-text'), 'the code');
      await expectAccessible(element);
      fits();
    });
  }
});
