import {emulateMedia} from '@web/test-runner-commands';
import {expect} from 'chai';
import {LitElement} from 'lit';
import {ThemeController} from '../../../src/elements/theme-controller.js';
import type {ThemeChoice} from '../../../src/elements/theme.js';

class ThemeProbe extends LitElement {
  theme: ThemeChoice = 'auto';
  readonly controller = new ThemeController(this);
}
customElements.define('theme-probe', ThemeProbe);

/** How the themes of documentation sites switch, with the rules of theirs that an element can see. `light` and `dark` are attributes of html or body. */
type Site = {name: string; css: string; on: 'html' | 'body'; light: Record<string, string>; dark: Record<string, string>};

const SITES: Site[] = [
  {
    name: 'Docusaurus',
    on: 'html',
    css: `html { background-color: #fff; color-scheme: light } html[data-theme='dark'] { background-color: #1b1b1d; color-scheme: dark }`,
    light: {'data-theme': 'light'},
    dark: {'data-theme': 'dark'},
  },
  {
    name: 'VitePress',
    on: 'html',
    css: `:root { --vp-c-bg: #fff } .dark { --vp-c-bg: #1b1b1f; color-scheme: dark } body { background-color: var(--vp-c-bg) }`,
    light: {class: ''},
    dark: {class: 'dark'},
  },
  {
    name: 'Material for MkDocs',
    on: 'body',
    css: `[data-md-color-scheme='default'] { color-scheme: light; --md-default-bg-color: #fff } [data-md-color-scheme='slate'] { color-scheme: dark; --md-default-bg-color: hsla(225, 15%, 14%, 1) } body { background-color: var(--md-default-bg-color) }`,
    light: {'data-md-color-scheme': 'default'},
    dark: {'data-md-color-scheme': 'slate'},
  },
  {
    name: 'Furo',
    on: 'body',
    css: `body { --color-background-primary: #fff; background: var(--color-background-primary) } body[data-theme='dark'] { --color-background-primary: #131416 }`,
    light: {'data-theme': 'light'},
    dark: {'data-theme': 'dark'},
  },
  {
    name: 'PyData and Sphinx Book (Jupyter Book)',
    on: 'html',
    css: `html { --pst-color-background: #fff } html[data-theme='dark'] { --pst-color-background: #14181e; color-scheme: dark } body { background-color: var(--pst-color-background) }`,
    light: {'data-theme': 'light', 'data-mode': 'light'},
    dark: {'data-theme': 'dark', 'data-mode': 'dark'},
  },
  {
    name: 'Quarto',
    on: 'body',
    css: `body.quarto-light { background-color: #fff } body.quarto-dark { background-color: #222 }`,
    light: {class: 'fullcontent quarto-light'},
    dark: {class: 'fullcontent quarto-dark'},
  },
  {
    name: 'Starlight',
    on: 'html',
    css: `:root { color-scheme: dark; --sl-color-bg: #17181c } :root[data-theme='light'] { color-scheme: light; --sl-color-bg: #fff } body { background: var(--sl-color-bg) }`,
    light: {'data-theme': 'light'},
    dark: {'data-theme': 'dark'},
  },
  {
    name: 'Nextra (next-themes)',
    on: 'html',
    css: `body { background: #fafafa } .dark body { background: #111 }`,
    light: {class: 'light', style: 'color-scheme: light'},
    dark: {class: 'dark', style: 'color-scheme: dark'},
  },
  {
    name: 'MyST and Hextra',
    on: 'html',
    css: `body { background: #fff } html.dark { color-scheme: dark } html.dark body { background: #1c1917 }`,
    light: {class: 'light'},
    dark: {class: 'dark'},
  },
  {
    name: 'Bootstrap 5.3',
    on: 'html',
    css: `:root { --bs-body-bg: #fff } [data-bs-theme='dark'] { color-scheme: dark; --bs-body-bg: #212529 } body { background-color: var(--bs-body-bg) }`,
    light: {'data-bs-theme': 'light'},
    dark: {'data-bs-theme': 'dark'},
  },
  {
    name: 'mdBook',
    on: 'html',
    css: `.light { --bg: hsl(0, 0%, 100%); color-scheme: light } .navy { --bg: hsl(226, 23%, 11%); color-scheme: dark } body { background-color: var(--bg) }`,
    light: {class: 'light'},
    dark: {class: 'navy'},
  },
];

describe('the theme of documentation sites', () => {
  const style = document.createElement('style');
  let probe: ThemeProbe;

  before(() => document.head.append(style));
  after(async () => {
    style.remove();
    await emulateMedia({colorScheme: 'no-preference'});
  });
  afterEach(() => probe.remove());

  for (const {name, css, on, light, dark} of SITES) {
    it(`is followed as a reader switches it: ${name}`, async () => {
      const target = on === 'html' ? document.documentElement : document.body;
      const set = (attributes: Record<string, string>) => {
        for (const [attribute, value] of Object.entries(attributes)) target.setAttribute(attribute, value);
      };
      const looked = async () => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        const {theme, ownPaper, paper} = probe.controller.look;
        return {theme, ownPaper, hasPaper: paper !== undefined};
      };
      style.textContent = css;
      try {
        // What the site shows counts, not what the reader's system prefers.
        for (const colorScheme of ['light', 'dark'] as const) {
          await emulateMedia({colorScheme});
          set(light);
          probe = document.createElement('theme-probe') as ThemeProbe;
          document.body.append(probe);
          expect(await looked(), `light on a ${colorScheme} system`).to.deep.equal({theme: 'light', ownPaper: false, hasPaper: true});
          set(dark);
          expect(await looked(), `dark on a ${colorScheme} system`).to.deep.equal({theme: 'dark', ownPaper: false, hasPaper: true});
          set(light);
          expect((await looked()).theme, `light again on a ${colorScheme} system`).to.equal('light');
          probe.remove();
        }
      } finally {
        for (const attribute of Object.keys(light)) target.removeAttribute(attribute);
        style.textContent = '';
      }
    });
  }
});
