import axe from 'axe-core';
import {expect} from 'chai';
import type {ModelRef} from '../../src/client/session.js';
import type {GenerativeElement} from '../../src/elements/generative-element.js';
import {registerModel} from '../../src/elements/models.js';
import type {CommonWords} from '../../src/elements/locales/words.js';
import type {Manifest} from '../../src/format/manifest.js';
import {tinyRef, type TinyFiles} from '../src/client/tiny-vae.js';
import {entryOf} from './tiny-space.js';

export type AnyElement = GenerativeElement<'vae', CommonWords>;
type Tiny = ModelRef & {manifest: Manifest; urls: Record<string, string>};

let stage: HTMLElement | undefined;
const uncaught: string[] = [];
addEventListener('error', ({message}) => uncaught.push(message));
addEventListener('unhandledrejection', ({reason}) => uncaught.push(String(reason)));

/** Puts markup on the page in a box of a given width, in place of the last; returns its first element. */
export function show<T extends HTMLElement>(markup: string, width = 760): T {
  clear();
  stage = document.createElement('div');
  stage.style.width = `${width}px`;
  stage.innerHTML = markup;
  document.body.append(stage);
  return stage.firstElementChild as T;
}

export function clear(): void {
  stage?.remove();
}

/** Faults that nobody caught since the last call: an element never harms its page. */
export function takeUncaught(): string[] {
  return uncaught.splice(0);
}

export function event<K extends keyof HTMLElementEventMap>(target: EventTarget, type: K): Promise<HTMLElementEventMap[K]> {
  return new Promise((resolve) => target.addEventListener(type, (fired) => resolve(fired as HTMLElementEventMap[K]), {once: true}));
}

/** Waits until something holds, looking once a frame. */
export async function until(condition: () => unknown, what: string, milliseconds = 15_000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited ${milliseconds} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export function part<T extends Element = HTMLElement>(element: Element, selector: string): T {
  const found = element.shadowRoot?.querySelector<T>(selector);
  if (!found) throw new Error(`<${element.localName}> shows no ${selector}`);
  return found;
}

export async function expectAccessible(element: Element): Promise<void> {
  const {violations} = await axe.run(element);
  expect(violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`)).to.deep.equal([]);
}

/** Six test points of one class and two of another, far away. */
const POINTS = {
  z: [0.5, -0.5, 0.6, -0.5, 0.5, -0.4, 0.4, -0.5, 0.5, -0.6, 0.6, -0.6, -2.5, -2.5, -2.4, -2.5],
  labels: [0, 0, 0, 0, 0, 0, 1, 1],
};

/** A card with what a stranger might put into one. */
const CARD = `# Tiny model

Four pixels, **by hand**. ![its examples](examples.png) ![elsewhere](https://elsewhere.example/x.png) ![gone](gone.png)

| measure | value |
| --- | --- |
| pixels | 4 |

[good](https://good.example/) [bad](javascript:alert(1)) <img src=x onerror=alert(1)><script>alert(1)</script>
`;

/** The VAE of four pixels with twelve examples of two by two, registered under `id`. `change` may spoil its nets' files. */
export async function registerTiny(id: string, change?: (files: TinyFiles) => void): Promise<Tiny> {
  const ref = await tinyRef(change);
  const extras = {
    'plane.json': new Blob([JSON.stringify(POINTS)], {type: 'application/json'}),
    'examples.png': await exampleSheet(),
    'CARD.md': new Blob([CARD], {type: 'text/markdown'}),
  };
  const entries = await Promise.all(Object.entries(extras).map(async ([name, blob]) => [name, await entryOf(blob)] as const));
  const manifest: Manifest = {
    ...ref.manifest,
    data: {...ref.manifest.data, labels: ['Ankle boot', 'T-shirt']},
    files: {...ref.manifest.files, ...Object.fromEntries(entries)},
    extras: {points: 'plane.json', examples: 'examples.png', card: 'CARD.md'},
  };
  const urls = Object.fromEntries(Object.entries(extras).map(([name, blob]) => [name, URL.createObjectURL(blob)]));
  const tiny = {...ref, manifest, urls: {...ref.urls, ...urls}};
  registerModel(id, tiny);
  return tiny;
}

/** Pixel k of example i is on when bit k of i is. */
export const examplePixels = (i: number): number[] => [0, 1, 2, 3].map((k) => (i >> k) & 1);

async function exampleSheet(): Promise<Blob> {
  const canvas = Object.assign(document.createElement('canvas'), {width: 8, height: 6});
  const context = canvas.getContext('2d')!;
  for (let i = 0; i < 12; i++) {
    const image = new ImageData(2, 2);
    examplePixels(i).forEach((on, k) => image.data.set([255 * on, 255 * on, 255 * on, 255], 4 * k));
    context.putImageData(image, 2 * (i % 4), 2 * Math.floor(i / 4));
  }
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no PNG')))));
}

export type FaultCase = {
  name: string;
  code: string;
  /** What the message must name. */
  names: RegExp;
  /** Attributes that lead to the fault, once the model `spoilt` is registered. */
  attributes: string;
  spoil?: () => Promise<unknown>;
  /** Sets things right, so that a retry can work. */
  mend: (element: AnyElement) => unknown;
};

/** The faults that every element must survive, with the model that `mend` puts in place of the spoilt one. */
export function faultCases(): FaultCase[] {
  const whole = () => registerTiny('spoilt');
  const url = (name: string, to: string | Blob) => async () => {
    const ref = await tinyRef();
    registerModel('spoilt', {...ref, urls: {...ref.urls, [name]: typeof to === 'string' ? to : URL.createObjectURL(to)}});
  };
  const page = new Blob(['<!doctype html><title>Not found</title>'], {type: 'text/html'});
  return [
    {
      name: 'a missing file',
      code: 'not-found',
      names: /no-such-file\.bin.*404/,
      attributes: 'model="spoilt"',
      spoil: url('decoder.bin', new URL('/no-such-file.bin', location.href).href),
      mend: whole,
    },
    {
      name: 'HTML in place of JSON',
      code: 'format',
      names: /HTML page/,
      attributes: 'model="spoilt"',
      spoil: url('decoder.json', page),
      mend: whole,
    },
    {
      name: 'HTML in place of the manifest',
      code: 'format',
      names: /HTML page/,
      attributes: 'model="spoilt"',
      spoil: async () => {
        const {base, urls} = await tinyRef();
        registerModel('spoilt', {base, urls: {...urls, 'manifest.json': URL.createObjectURL(page)}});
      },
      mend: whole,
    },
    {
      name: 'truncated weights',
      code: 'integrity',
      names: /bytes were expected/,
      attributes: 'model="spoilt"',
      spoil: () => registerTiny('spoilt', (files) => (files['decoder.bin'] = files['decoder.bin']!.slice(0, -4))),
      mend: whole,
    },
    {
      name: 'weights with a wrong hash',
      code: 'integrity',
      names: /sha256/,
      attributes: 'model="spoilt"',
      spoil: () => registerTiny('spoilt', (files) => (files['decoder.bin']![0]! ^= 1)),
      mend: whole,
    },
    {
      name: 'an unknown model',
      code: 'not-found',
      names: /pretrained\/nope\//,
      attributes: 'model="nope"',
      mend: (element) => (element.model = 'tiny'),
    },
    {
      name: 'a seed that is no number',
      code: 'bad-attribute',
      names: /seed="x"/,
      attributes: 'model="tiny" seed="x"',
      mend: (element) => (element.seed = '8'),
    },
    {
      name: 'an unknown backend',
      code: 'bad-attribute',
      names: /backend="cuda".*wasm/,
      attributes: 'model="tiny" backend="cuda"',
      mend: (element) => element.setAttribute('backend', 'reference'),
    },
    {
      name: 'a state that is no JSON',
      code: 'bad-attribute',
      names: /state is not JSON/,
      attributes: 'model="tiny" state="{z:1}"',
      mend: (element) => element.removeAttribute('state'),
    },
    {
      name: 'a src that names no manifest',
      code: 'bad-attribute',
      names: /src="model\.zip"/,
      attributes: 'src="model.zip"',
      mend: (element) => {
        element.removeAttribute('src');
        element.model = 'tiny';
      },
    },
  ];
}
