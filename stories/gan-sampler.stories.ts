import type {Meta, StoryObj} from '@storybook/web-components-vite';
import '../components/gan-sampler/gan-sampler.js';
import {FIGURE_CONTROLS, figurePage, type FigureArgs} from './figure-page.js';

const page = figurePage('gan-sampler');

const meta: Meta<FigureArgs> = {
  title: 'Elements/gan-sampler',
  component: 'gan-sampler',
  parameters: {layout: 'fullscreen'},
  args: {width: 820, caption: 'A GAN trained on Fashion-MNIST. Press a sample, then another.'},
  argTypes: {
    model: {control: 'select', options: ['gan-fashion', 'gan-fashion-conditional', 'gan-faces']},
    ...FIGURE_CONTROLS,
  },
  render: (args) => page(args),
};
export default meta;
type Story = StoryObj<FigureArgs>;

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
export const IsItCopying: Story = {
  args: {state: JSON.stringify({seed: 7, held: 9, panel: 'copying'}), caption: 'The training images that are nearest to a sample.'},
};
export const LatentArithmetic: Story = {
  args: {state: JSON.stringify({seed: 7, held: 0, panel: 'arithmetic', terms: [4, 1, 12]}), caption: 'Samples, added and subtracted.'},
};
export const FindAPicture: Story = {
  args: {
    state: JSON.stringify({seed: 7, held: 0, panel: 'search'}),
    caption: 'A GAN has no encoder: its numbers for a picture are looked for.',
  },
};
export const OneClass: Story = {
  args: {
    model: 'gan-fashion-conditional',
    state: JSON.stringify({seed: 7, held: 3, label: 9}),
    caption: 'Ankle boots, asked for by their class.',
  },
};
export const FromClassToClass: Story = {
  args: {
    model: 'gan-fashion-conditional',
    state: JSON.stringify({seed: 7, held: 0, other: 12, at: 0.5}),
    caption: 'On the way from a sandal to a boot the classes mix as well.',
  },
};
export const Faces: Story = {
  args: {model: 'gan-faces', state: JSON.stringify({seed: 7, held: 0}), caption: 'Drawn faces that nobody has drawn.'},
};
export const ArithmeticOfFaces: Story = {
  args: {
    model: 'gan-faces',
    state: JSON.stringify({seed: 7, held: 0, panel: 'arithmetic', terms: [4, 1, 12]}),
    caption: 'A face, less a second one, plus a third one.',
  },
};
