import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {ifDefined} from 'lit/directives/if-defined.js';
import {styleMap} from 'lit/directives/style-map.js';
import '../components/gan-sampler/gan-sampler.js';

type Args = {
  seed?: string;
  backend?: string;
  theme?: string;
  hide?: string;
  state?: string;
  lang?: string;
  /** Width of the column that the figure stands in. */
  width: number;
  caption: string;
};

const PAGES: Record<string, Record<string, string>> = {
  light: {background: '#fff', color: '#1c1e23'},
  dark: {background: '#15171c', color: '#e9ebef'},
};

const page = ({width, caption, ...attributes}: Args, look = 'light') => html`
  <div style=${styleMap({...PAGES[look], padding: '24px', fontFamily: 'system-ui, sans-serif'})}>
    <div style=${styleMap({maxWidth: `${width}px`, margin: '0 auto'})}>
      <gan-sampler
        seed=${ifDefined(attributes.seed)}
        backend=${ifDefined(attributes.backend)}
        theme=${ifDefined(attributes.theme)}
        hide=${ifDefined(attributes.hide)}
        state=${ifDefined(attributes.state)}
        lang=${ifDefined(attributes.lang)}
      >
        <p slot="caption">${caption}</p>
      </gan-sampler>
    </div>
  </div>
`;

const meta: Meta<Args> = {
  title: 'Elements/gan-sampler',
  component: 'gan-sampler',
  parameters: {layout: 'fullscreen'},
  args: {width: 820, caption: 'A GAN trained on Fashion-MNIST. Press a sample, then another.'},
  argTypes: {
    backend: {control: 'select', options: ['auto', 'webgpu', 'wasm', 'reference']},
    theme: {control: 'inline-radio', options: ['auto', 'light', 'dark']},
    width: {control: {type: 'range', min: 320, max: 1200, step: 10}},
  },
  render: (args) => page(args),
};
export default meta;
type Story = StoryObj<Args>;

export const Default: Story = {};
export const Dark: Story = {render: (args) => page(args, 'dark')};
export const Phone: Story = {args: {width: 320}};
export const Wide: Story = {args: {width: 1200}};
export const Chinese: Story = {args: {lang: 'zh-Hans', caption: '在 Fashion-MNIST 上训练的 GAN。'}};
export const AWalk: Story = {args: {state: JSON.stringify({seed: 7, held: 0, other: 12, at: 0.5})}};
export const Neighbours: Story = {args: {state: JSON.stringify({seed: 7, held: 10, around: 0.4}), caption: 'All near one sample.'}};
export const Judged: Story = {
  args: {state: JSON.stringify({seed: 7, held: 0, scored: true, sorted: true}), caption: 'In the order of what the discriminator says.'},
};
export const Truncated: Story = {args: {state: JSON.stringify({seed: 7, held: 0, truncation: 0.6}), caption: 'Typical samples only.'}};
