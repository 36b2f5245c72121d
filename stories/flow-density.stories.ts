import type {Meta, StoryObj} from '@storybook/web-components-vite';
import '../components/flow-density/flow-density.js';
import {FIGURE_CONTROLS, figurePage, type FigureArgs} from './figure-page.js';
import {DENSITY_NAMES} from '../src/data/density-names.js';

const page = figurePage('flow-density');

const meta: Meta<FigureArgs> = {
  title: 'Elements/flow-density',
  component: 'flow-density',
  parameters: {layout: 'fullscreen'},
  args: {width: 820, caption: 'A normalizing flow trained on two moons. Drag either ring; move the slider to see the sheet bend.'},
  argTypes: {
    model: {control: 'select', options: DENSITY_NAMES.map((name) => `flow-${name}`)},
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
export const Chinese: Story = {args: {lang: 'zh-Hans', caption: '在双月数据上训练的归一化流。'}};
export const Halfway: Story = {
  args: {
    model: 'flow-swissroll',
    state: JSON.stringify({layer: 3, samples: 1}),
    caption: 'Three of six layers applied: the roll is half unrolled.',
  },
};
export const Contours: Story = {args: {model: 'flow-8gaussians', state: JSON.stringify({samples: 0, drawing: 'contours', panel: 'view'})}};
export const TooMuchAndTooLittle: Story = {
  args: {
    model: 'flow-checkerboard',
    state: JSON.stringify({samples: 0, subject: 'difference', sheet: false, points: false, panel: 'view'}),
    caption: 'What the flow has learned minus what is true: a sheet cannot be torn, and so its squares hang together.',
  },
};
export const Training: Story = {
  args: {state: JSON.stringify({samples: 0, panel: 'train'}), caption: 'Press Play: a flat sheet learns two moons.'},
};
export const OnlyTheDensity: Story = {
  args: {hide: 'base layers account sets sample train data view', width: 420, caption: 'One plane alone.'},
};
