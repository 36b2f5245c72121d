import {fileURLToPath} from 'node:url';
import type {AxeResults} from 'axe-core';
import {expect} from 'chai';
import type {Browser, Page, SerializedAXNode} from 'puppeteer-core';
import {openBrowser} from '../measure/browser.js';
import {serve} from '../measure/serve.js';
import {DIST} from './pages/visit.js';

/** What a reader does to come to a state: presses on these, each as soon as it is there. */
type State = {name: string; press: string[]; shows: string};
type Figure = {tag: string; attributes: string; states: State[]};

const MENU: State[] = [
  {name: 'with its menu', press: ['.menu-button'], shows: '.menu'},
  {name: 'with samples to download', press: ['.menu-button', '.menu-items > :nth-last-child(2)'], shows: '.menu-samples'},
  {
    name: 'with its card',
    press: ['.menu-button', '.menu-items > :last-child'],
    shows: '.menu-more h1, .menu-more h2, .menu-more h3, .menu-more h4',
  },
];

/** Each figure of the built files in each of its states. */
const FIGURES: Figure[] = [
  {
    tag: 'vae-latent-explorer',
    attributes: '',
    states: [
      {name: 'as it begins', press: [], shows: 'button.example'},
      {name: 'with an encoded picture', press: ['button.example'], shows: '[part=score]'},
      {name: 'with a walk', press: ['[part=more]'], shows: '#panel'},
      {name: 'with traversals', press: ['[part=more]', '#tab-traversals'], shows: '#panel canvas'},
      {name: 'with the prior', press: ['[part=more]', '#tab-prior'], shows: '#panel input'},
      {name: 'with a pad to draw on', press: ['.own button'], shows: '.pad'},
      {name: 'with explanations', press: ['.why', '.encode .why', '.draw .why'], shows: '.because'},
      ...MENU,
    ],
  },
  {
    tag: 'vae-latent-explorer',
    attributes: 'model="vae-fashion"',
    states: [{name: 'with directions', press: ['[part=more]'], shows: '#panel select'}],
  },
  {tag: 'vae-latent-explorer', attributes: 'model="nope"', states: [{name: 'with a fault', press: [], shows: '[part=retry]'}]},
  {
    tag: 'flow-density',
    attributes: '',
    states: [
      {name: 'as it begins', press: [], shows: '.account .bar'},
      {name: 'with training', press: ['[part=train-button]'], shows: '[part=play]'},
      {name: 'while it trains', press: ['[part=train-button]', '[part=play]'], shows: '.chart svg'},
      {name: 'with a place for own data', press: ['[part=data-button]'], shows: 'textarea'},
      {name: 'with the choice of what is drawn', press: ['[part=view-button]'], shows: '#temperature'},
      {name: 'with samples', press: ['[part=sample]'], shows: '[part=sample] + button'},
      {name: 'with explanations', press: ['.data .why', '.base .why', '.accounting .why'], shows: '.because'},
      ...MENU,
    ],
  },
  {
    tag: 'gan-duel',
    attributes: '',
    states: [
      {name: 'as it begins', press: [], shows: '[part=play]:not(:disabled)'},
      {name: 'while it trains', press: ['[part=play]:not(:disabled)'], shows: 'polyline.js[points*=" "]'},
      {name: 'in slow motion', press: ['.check input:not(:disabled)', '[part=play]:not(:disabled)'], shows: 'polyline.js'},
      {name: 'with situations', press: ['[part=situations-button]'], shows: '.situations li'},
      {name: 'with settings', press: ['[part=settings-button]'], shows: '.side select'},
      {name: 'with a place for own data', press: ['[part=data-button]'], shows: 'textarea'},
      {name: 'with the choice of what is drawn', press: ['[part=view-button]'], shows: '#panel input'},
      {name: 'with an explanation', press: ['.why'], shows: '.because:not([hidden])'},
      ...MENU,
    ],
  },
  {
    tag: 'gan-sampler',
    attributes: '',
    states: [
      {name: 'as it begins', press: [], shows: '.sheet button:not(:disabled)'},
      {name: 'on a walk', press: ['.sheet button:nth-child(3):not(:disabled)'], shows: '.walk'},
      {name: 'with the discriminator', press: ['[part=judge] input:not(:disabled)'], shows: '.real'},
      {name: 'with variations', press: ['[part=vary] input:not(:disabled)'], shows: '#radius'},
      {name: 'with the nearest training images', press: ['[part=more]'], shows: '.pictures figure + figure'},
      {name: 'with a − b + c', press: ['[part=more]', '#tab-arithmetic'], shows: '.result canvas'},
      {name: 'with pictures to look for', press: ['[part=more]', '#tab-search'], shows: '.offer'},
      {
        name: 'with what a search found',
        press: ['[part=more]', '#tab-search', '.offer', '.panel:has(.strip button) [part=stop]'],
        shows: '[part=hold]',
      },
      {
        name: 'with explanations',
        press: ['[part=truncation] .why', '[part=vary] .why', '[part=judge] .why'],
        shows: '.because:not([hidden])',
      },
      ...MENU,
    ],
  },
  {
    tag: 'gan-sampler',
    attributes: 'model="gan-fashion-conditional"',
    states: [{name: 'with classes', press: [], shows: '[part=class] select:not(:disabled)'}],
  },
];

/** Both languages and both themes, not in all combinations. */
const LOOKS = [
  {lang: 'en', theme: 'light', paper: '#fff', ink: '#1c1e23'},
  {lang: 'zh-Hans', theme: 'dark', paper: '#15171c', ink: '#e9ebef'},
] as const;

const NAMED = new Set([
  'button',
  'slider',
  'textbox',
  'checkbox',
  'radio',
  'combobox',
  'tab',
  'spinbutton',
  'link',
  'application',
  'img',
  'image',
]);

const axePath = fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url));

describe('what a reader can reach', () => {
  let browser: Browser;

  before(async () => (browser = await openBrowser()));
  after(() => browser.close());

  for (const {tag, attributes, states} of FIGURES)
    for (const {lang, theme, paper, ink} of LOOKS)
      for (const state of states)
        it(`<${tag} ${attributes} lang="${lang}"> ${state.name}, ${theme}: by keyboard, by name, and clean for axe`, async function () {
          this.timeout(90_000);
          const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${tag}</title>
            <script type="module" src="/cdn/${tag}.js"></script>
            <body style="margin: 16px; background: ${paper}; color: ${ink}"><main><h1>A page</h1><h2>A figure</h2><${tag} loading="eager" backend="wasm" lang="${lang}" theme="${theme}" ${attributes}></${tag}></main>`;
          const server = await serve(DIST, {pages: {'/page.html': html}});
          const page = await browser.newPage();
          try {
            await page.setViewport({width: 900, height: 1400});
            await page.goto(`${server.url}/page.html`);
            await reach(page, tag, state);
            expect(await violations(page, tag)).to.deep.equal([]);
            expect(await nameless(page)).to.deep.equal([]);
            expect(await unreached(page, tag)).to.deep.equal([]);
          } finally {
            await page.close();
            await server.close();
          }
        });
});

const inFigure = (tag: string, selector: string) =>
  `document.querySelector('${tag}').shadowRoot?.querySelector(${JSON.stringify(selector)})`;

async function reach(page: Page, tag: string, {press, shows}: State): Promise<void> {
  for (const selector of press) {
    await page.waitForFunction(
      `${inFigure(tag, selector)} && !${inFigure(tag, selector)}.disabled && document.querySelector('${tag}').stats`,
    );
    await page.evaluate(`${inFigure(tag, selector)}.click()`);
  }
  await page.waitForFunction(inFigure(tag, shows));
  // What comes behind the first picture, and words of another language.
  await new Promise((resolve) => setTimeout(resolve, 1200));
}

async function violations(page: Page, tag: string): Promise<string[]> {
  await page.addScriptTag({path: axePath});
  const {violations: found} = (await page.evaluate(`axe.run('${tag}')`)) as AxeResults;
  return found.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`);
}

/** Roles without a name in what the browser tells a screen reader. */
async function nameless(page: Page): Promise<string[]> {
  const found: string[] = [];
  const visit = ({role, name, children = []}: SerializedAXNode): void => {
    if (NAMED.has(role) && !name?.trim()) found.push(role);
    children.forEach(visit);
  };
  visit((await page.accessibility.snapshot())!);
  return found;
}

/** Controls that neither Tab nor, from a neighbour, an arrow key comes to. */
async function unreached(page: Page, tag: string): Promise<string[]> {
  const total = (await page.evaluate(`(() => {
    const root = document.querySelector('${tag}').shadowRoot;
    const all = [...root.querySelectorAll('button, input, select, textarea, a[href], [tabindex]')].filter((one) => {
      // Of a group of radio buttons the chosen one stands for all.
      const isOther = one.type === 'radio' && !one.checked;
      // Arrow keys go from tab to tab, and open each: other tests see to that.
      const isOtherTab = one.role === 'tab' && one.tabIndex < 0;
      return !one.disabled && one.ariaDisabled !== 'true' && one.checkVisibility() && !isOther && !isOtherTab;
    });
    window.wanted = new Set(all);
    window.came = () => {
      const one = root.activeElement;
      window.wanted.delete(one);
      return one ? {isRoving: [...window.wanted].some((other) => other.tabIndex < 0 && other.parentElement === one.parentElement)} : undefined;
    };
    return all.length;
  })()`)) as number;
  for (let i = 0; i < total + 3; i++) {
    await page.keyboard.press('Tab');
    const here = (await page.evaluate('window.came()')) as {isRoving: boolean} | undefined;
    if (!here?.isRoving) continue;
    // To the end, and back to where Tab goes on from.
    for (let k = 0, isRoving = true; isRoving && k < 70; k++) {
      await page.keyboard.press('ArrowRight');
      ({isRoving} = (await page.evaluate('window.came()')) as {isRoving: boolean});
    }
  }
  return (await page.evaluate('[...window.wanted].map((one) => one.outerHTML.slice(0, 120))')) as string[];
}
