import {emulateMedia, sendKeys} from '@web/test-runner-commands';
import {expect} from 'chai';
import '../../components/vae-latent-explorer/vae-latent-explorer.js';
import type {LatentExplorerState} from '../../components/vae-latent-explorer/explorer-state.js';
import {placeOn} from '../../src/data/interpolate.js';
import type {VaeLatentExplorer} from '../../components/vae-latent-explorer/vae-latent-explorer.js';
import {clear, expectAccessible, part, pause, registerTiny, show, takeUncaught, until} from './helpers.js';
import {LOG_VARIANCE, START, decodeByHand, exampleValues, registerSpace} from './tiny-space.js';

const TAG = '<vae-latent-explorer model="space" loading="eager" backend="reference"></vae-latent-explorer>';

const colours = (canvas: HTMLCanvasElement): number[] => {
  const {data} = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  return Array.from({length: 12}, (_, k) => data[4 * Math.floor(k / 3) + (k % 3)]!);
};
const looksLike = (canvas: HTMLCanvasElement, z: readonly number[]) => {
  const expected = decodeByHand(z);
  return canvas.width === 2 && colours(canvas).every((value, k) => Math.abs(value - 255 * expected[k]!) <= 2);
};
const all = <T extends Element = HTMLElement>(element: Element, selector: string) => [...element.shadowRoot!.querySelectorAll<T>(selector)];
const state = (element: VaeLatentExplorer) => element.getState();
async function shown(attributes: Record<string, unknown> = {}, width?: number, tag = TAG): Promise<VaeLatentExplorer> {
  const element = show<VaeLatentExplorer>(tag, width);
  for (const [name, value] of Object.entries(attributes))
    element.setAttribute(name, typeof value === 'string' ? value : JSON.stringify(value));
  await element.ready;
  return element;
}
async function opened(wanted: Partial<LatentExplorerState>, width?: number, tag = TAG): Promise<VaeLatentExplorer> {
  const element = await shown({state: wanted}, width, tag);
  await until(() => element.shadowRoot!.querySelector('[role=tabpanel]'), 'the panel behind More');
  return element;
}
const choose = (select: HTMLSelectElement, value: string) => {
  select.value = value;
  select.dispatchEvent(new Event('change'));
};

describe('<vae-latent-explorer> in more than two dimensions', () => {
  before(async () => {
    await registerSpace('space');
    await registerTiny('tiny');
  });
  beforeEach(() => emulateMedia({reducedMotion: 'reduce'}));
  afterEach(() => {
    clear();
    expect(takeUncaught()).to.deep.equal([]);
  });
  after(() => emulateMedia({reducedMotion: 'no-preference'}));

  it("begins at the model's start, in colour, unless a seed or a state says otherwise", async () => {
    const element = await shown();
    expect(state(element).z).to.deep.equal(START);
    await until(() => looksLike(part(element, '.image canvas'), START), 'the picture of the start');
    const seeded = await shown({seed: '7'});
    expect(state(seeded).z).to.have.length(5);
    expect(state(seeded).z).not.to.deep.equal(START);
    const given = await shown({state: {z: [1, 2, 3, 4, 5]}, seed: '7'});
    expect(state(given).z).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('refuses a state of another size, and says which size it has', async () => {
    const element = await shown();
    expect(() => element.setState({z: [1, 2]})).to.throw('state.z must be 5 numbers');
    expect(() => element.setState({z: START, plane: ['glasses', 'nose']})).to.throw('no direction "nose"');
    expect(state(element).z).to.deep.equal(START);
  });

  it('lays the plane along the first two attributes, and moves along one holding the other', async () => {
    const element = await shown();
    expect(state(element).plane).to.deep.equal(['glasses', 'hair-colour']);
    const labels = () => all(element, '.sliders label').map((label) => label.textContent);
    await until(() => labels().join() === 'glasses,hair colour', 'names of the axes');
    const [x, y] = all<HTMLInputElement>(element, '.sliders input') as [HTMLInputElement, HTMLInputElement];
    // Along glasses lies z₁ = 0.5, along hair colour 0.6 · 0.5 − 0.8 · 0.25.
    expect(x.valueAsNumber).to.be.closeTo(0.5, 0.006);
    expect(y.valueAsNumber).to.be.closeTo(0.1, 0.006);
    part(element, '.handle').focus();
    await sendKeys({press: 'ArrowRight'});
    const {z} = state(element);
    expect(z[0]).to.be.closeTo(0.55, 0.001);
    expect(0.6 * z[0]! + 0.8 * z[1]!).to.be.closeTo(0.1, 0.001);
    expect(z.slice(2)).to.deep.equal(START.slice(2));
  });

  it('shows how sure the encoder is on the plane: an ellipse that lies askew where the directions do', async () => {
    const element = await shown();
    await until(() => all(element, 'button.example').length === 4, 'examples');
    part(element, 'button.example').click();
    await until(() => element.shadowRoot!.querySelector('ellipse'), 'the ellipse');
    const [outer, inner] = all(element, 'ellipse');
    const variance = LOG_VARIANCE.map(Math.exp);
    // Covariance of (z·u, z·v) for u = e₁, v = 0.6 e₁ + 0.8 e₂.
    const xx = variance[0]!;
    const xy = 0.6 * variance[0]!;
    const yy = 0.36 * variance[0]! + 0.64 * variance[1]!;
    const half = Math.hypot((xx - yy) / 2, xy);
    const axes = ['rx', 'ry'].map((name) => Number(inner!.getAttribute(name)));
    expect(axes[0]).to.be.closeTo(Math.sqrt((xx + yy) / 2 + half), 1e-4);
    expect(axes[1]).to.be.closeTo(Math.sqrt((xx + yy) / 2 - half), 1e-4);
    expect(Number(outer!.getAttribute('rx'))).to.be.closeTo(2 * axes[0]!, 1e-4);
    const angle = Number(/rotate\((\S+) /.exec(inner!.getAttribute('transform')!)![1]);
    // y points downwards in the drawing.
    expect(Math.tan((-angle * Math.PI) / 90)).to.be.closeTo((2 * xy) / (xx - yy), 1e-3);
    await until(() => all(element, '.sliders .whisker').length === 2, 'whiskers');
  });

  it('encodes again by seeded draws from the posterior, and says what the picture costs', async () => {
    const run = async () => {
      const element = await shown({seed: '3'});
      await until(() => all(element, 'button.example').length === 4, 'examples');
      all(element, 'button.example')[2]!.click();
      await until(() => element.shadowRoot!.querySelector('.score strong'), 'the score');
      const mean = state(element).z;
      exampleValues(2)
        .slice(0, 5)
        .forEach((value, i) => expect(mean[i]).to.be.closeTo(value, 0.005));
      part(element, '[part=again]').click();
      const first = state(element);
      part(element, '[part=again]').click();
      return {mean, first, second: state(element), text: part(element, '.score').textContent!};
    };
    const one = await run();
    expect(one.first.again).to.equal(1);
    expect(one.second.again).to.equal(2);
    expect(one.first.z).not.to.deep.equal(one.mean);
    expect(one.second.z).not.to.deep.equal(one.first.z);
    expect(one.text)
      .to.match(/reconstruction\s+−?\d+\.\d nats/)
      .and.to.match(/KL\s+\d+\.\d nats/);
    expect(one.text).to.include('Laplace');
    // KL in closed form: ½ Σ (σ² + μ² − 1 − log σ²).
    const kl = LOG_VARIANCE.reduce((sum, v, i) => sum + (Math.exp(v) + exampleValues(2)[i]! ** 2 - 1 - v) / 2, 0);
    expect(Number(/KL\s+(\d+\.\d)/.exec(one.text)![1])).to.be.closeTo(kl, 0.06);
    expect(await run()).to.deep.equal(one);
  });

  it('has a slider for each direction: attributes by name, then principal ones, then latents, most active first', async () => {
    const element = await opened({panel: 'directions'});
    const labels = () => all(element, '.many label').map((label) => label.textContent);
    await until(() => labels().length > 7 && labels().at(-5) === 'z3', 'sliders in the order of activity');
    expect(labels().slice(0, 2)).to.deep.equal(['glasses', 'hair colour']);
    expect(labels()[2]).to.equal('direction 1');
    expect(labels().slice(-5, -3)).to.deep.equal(['z3', 'z1']);
    const slider = part<HTMLInputElement>(element, '#to-hair-colour');
    slider.focus();
    const before = slider.valueAsNumber;
    await sendKeys({press: 'ArrowRight'});
    const {z} = state(element);
    // A step of 0.01 along (0.6, 0.8).
    expect(slider.valueAsNumber).to.be.closeTo(before + 0.01, 1e-6);
    expect(z[0]).to.be.closeTo(START[0]! + 0.006, 0.004);
    expect(z[1]! - START[1]!).to.be.closeTo((z[0]! - START[0]!) / 0.75, 0.003);
    expect(z.slice(2)).to.deep.equal(START.slice(2));
  });

  it('turns the plane, and the other axis gives way where both would be one', async () => {
    const element = await opened({panel: 'directions'});
    const [across, up] = all<HTMLSelectElement>(element, '#panel select') as [HTMLSelectElement, HTMLSelectElement];
    const {z} = state(element);
    choose(across, 'z3');
    expect(state(element).plane).to.deep.equal(['z3', 'hair-colour']);
    choose(up, 'z3');
    expect(state(element).plane).to.deep.equal(['hair-colour', 'z3']);
    choose(up, 'z1');
    choose(across, 'glasses');
    // Glasses and z₁ are the same direction.
    expect(state(element).plane![1]).not.to.equal('z1');
    expect(state(element).z).to.deep.equal(z);
    const again = await opened(state(element));
    expect(state(again)).to.deep.equal(state(element));
  });

  it('decodes traversals of z along each direction, to be touched', async () => {
    const element = await opened({panel: 'traversals'});
    const pictures = () => all<HTMLButtonElement>(element, '.traversals .picture');
    await until(() => pictures().length === 14, 'two rows of seven');
    const canvas = (i: number) => pictures()[i]!.querySelector('canvas')!;
    await until(() => looksLike(canvas(0), [-3, ...START.slice(1)]), 'glasses at −3');
    await until(() => looksLike(canvas(6), [3, ...START.slice(1)]), 'glasses at 3');
    expect(pictures()[0]!.getAttribute('aria-label')).to.equal('glasses −3');
    expect(pictures().map((one) => one.getAttribute('aria-pressed'))[4]).to.equal('true');
    pictures()[6]!.click();
    expect(state(element).z).to.deep.equal([3, ...START.slice(1)]);
    choose(part(element, '#panel select'), 'latent');
    await until(() => pictures().length === 35, 'a row for each latent');
  });

  it('walks from A to B: strip, scrubber, steps; straight and spherical', async () => {
    const element = await opened({panel: 'walk', walk: {a: [1, 0, 0, 0, 0], b: [0, 2, 0, 0, 0], path: 'linear', at: 0}});
    const pictures = () => all<HTMLButtonElement>(element, '.pictures .picture');
    await until(() => pictures().length === 9 && looksLike(pictures()[8]!.querySelector('canvas')!, [0, 2, 0, 0, 0]), 'B');
    pictures()[4]!.click();
    expect(state(element).z).to.deep.equal([0.5, 1, 0, 0, 0]);
    expect(element.shadowRoot!.querySelector('.path')!.getAttribute('points')!.split(' ')).to.have.length(49);
    all<HTMLInputElement>(element, '#panel input[type=radio]')[1]!.click();
    const middle = 1.5 * Math.SQRT1_2;
    state(element).z.forEach((value, i) => expect(value).to.be.closeTo(i < 2 ? middle : 0, 0.001));
    const steps = () => all(element, '.scrubber button');
    await until(() => steps().length === 1, 'no Play for readers who asked for less motion');
    steps()[0]!.click();
    expect(state(element).walk!.at).to.equal(0.625);
    part(element, '#along').focus();
    await sendKeys({press: 'End'});
    expect(state(element).z).to.deep.equal([0, 2, 0, 0, 0]);
    const [aHere] = all(element, '#panel .row button');
    aHere!.click();
    expect(state(element).walk!.a).to.deep.equal([0, 2, 0, 0, 0]);
    const again = await opened(state(element));
    expect(state(again)).to.deep.equal(state(element));
  });

  it('plays the walk and pauses it', async () => {
    await emulateMedia({reducedMotion: 'no-preference'});
    const element = await opened({panel: 'walk', walk: {a: [1, 0, 0, 0, 0], b: [0, 2, 0, 0, 0], path: 'linear', at: 0}});
    await until(() => all(element, '.scrubber button').length === 2, 'Play and Step');
    const [play] = all(element, '.scrubber button');
    play!.click();
    await until(() => (state(element).walk?.at ?? 0) > 0.05, 'the walk goes on');
    expect(play!.textContent!.trim()).to.equal('Pause');
    play!.click();
    await element.updateComplete;
    const at = state(element).walk!.at;
    await pause(100);
    expect(state(element).walk!.at).to.equal(at);
    expect(play!.textContent!.trim()).to.equal('Play');
    const {a, b} = state(element).walk!;
    placeOn({a, b, path: 'linear'}, at).forEach((value, i) => expect(state(element).z[i]).to.be.closeTo(value, 0.004));
  });

  it('shades the prior where it is densest, and remembers it', async () => {
    const element = await opened({panel: 'prior'});
    await until(() => all(element, 'button.example').length === 4, 'examples, which come last');
    await pause(100);
    const canvas = part<HTMLCanvasElement>(element, '.plane > canvas');
    const before = canvas.toDataURL();
    part(element, '#panel input[type=checkbox]').click();
    expect(state(element).shade).to.equal(true);
    await until(() => canvas.toDataURL() !== before, 'the shade');
    part(element, '#panel input[type=checkbox]').click();
    await until(() => canvas.toDataURL() === before, 'no shade');
  });

  it('opens and closes by More, and goes from tab to tab by arrow keys', async () => {
    const element = await shown({}, 760, TAG.replace('space', 'tiny'));
    const more = part(element, '[part=more]');
    const {top} = more.getBoundingClientRect();
    more.click();
    await until(() => element.shadowRoot!.querySelector('[role=tablist]'), 'the panel');
    expect(more.getAttribute('aria-expanded')).to.equal('true');
    expect(more.getBoundingClientRect().top, 'More stays where it is').to.equal(top);
    expect(all(element, '[role=tab]').map((tab) => tab.textContent!.trim())).to.deep.equal(['From A to B', 'Traversals', 'Prior']);
    part(element, '[role=tab]').focus();
    await sendKeys({press: 'ArrowRight'});
    await until(() => part(element, '#panel').getAttribute('aria-labelledby') === 'tab-traversals', 'the next tab');
    expect(state(element).panel).to.equal('traversals');
    await sendKeys({press: 'ArrowLeft'});
    await until(() => state(element).panel === 'walk', 'the tab before');
    more.click();
    await until(() => !element.shadowRoot!.querySelector('[role=tablist]'), 'no panel');
    expect(state(element).panel).to.equal(undefined);
  });

  it('leaves out what its author hides', async () => {
    const element = await opened({panel: 'walk'});
    element.hide = 'walk prior';
    await until(() => all(element, '[role=tab]').length === 2, 'two tabs');
    element.hide = 'more';
    await until(() => !element.shadowRoot!.querySelector('#more, [part=more]'), 'no More at all');
  });

  it('speaks Chinese behind More too', async () => {
    const element = await opened({panel: 'directions'});
    element.lang = 'zh-CN';
    await until(() => all(element, '[role=tab]')[0]?.textContent?.trim() === '方向', 'Chinese tabs');
    expect(all(element, '.many label')[0]!.textContent).to.equal('眼镜');
    await until(() => /到中心的距离/.test(part(element, '.readout').textContent ?? ''), 'a Chinese sentence');
  });

  it("begins at the new model's start when another model comes, of whatever size", async () => {
    const element = await shown();
    element.model = 'tiny';
    await element.updateComplete;
    await element.ready;
    expect(state(element).z).to.have.length(2);
    element.model = 'space';
    await element.updateComplete;
    await element.ready;
    expect(state(element).z).to.deep.equal(START);
    await until(() => looksLike(part(element, '.image canvas'), START), 'the picture of the start');
  });

  for (const model of ['space', 'tiny'])
    for (const panel of ['directions', 'walk', 'traversals', 'prior'] as const)
      it(`is accessible and fits 320 pixels: ${panel} of ${model}`, async () => {
        const element = await opened({panel, shade: true, encoded: 1}, 320, TAG.replace('space', model));
        await until(() => element.shadowRoot!.querySelector('[part=again]'), 'the encoded picture');
        for (const width of [320, 520, 640, 900]) {
          element.parentElement!.style.width = `${width}px`;
          await pause(60);
          const {left, right} = element.getBoundingClientRect();
          for (const inner of all(element, '.more *, .score *')) {
            const box = inner.getBoundingClientRect();
            expect(box.right, `${inner.className} at ${width}`).to.be.at.most(right + 0.5);
            if (box.width > 0) expect(box.left, `${inner.className} at ${width}`).to.be.at.least(left - 0.5);
          }
        }
        await expectAccessible(element);
        element.theme = 'dark';
        await element.updateComplete;
        await expectAccessible(element);
      });
});
