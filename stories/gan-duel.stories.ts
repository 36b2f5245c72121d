import type {Meta, StoryObj} from '@storybook/web-components-vite';
import '../components/gan-duel/gan-duel.js';
import {FIGURE_CONTROLS, figurePage, type FigureArgs} from './figure-page.js';

const page = figurePage('gan-duel');

const meta: Meta<FigureArgs> = {
  title: 'Elements/gan-duel',
  component: 'gan-duel',
  parameters: {layout: 'fullscreen'},
  args: {width: 820, caption: 'Generator and discriminator on eight Gaussians. Press Play, or take the nets apart step by step.'},
  argTypes: {
    ...FIGURE_CONTROLS,
  },
  render: (args) => page(args),
};
export default meta;
type Story = StoryObj<FigureArgs>;

const state = (parts: object): FigureArgs['state'] => JSON.stringify({x: [1.2, 0.6], ...parts});

export const Default: Story = {};
export const Dark: Story = {render: (args) => page(args, 'dark')};
export const Phone: Story = {args: {width: 320}};
export const Wide: Story = {args: {width: 1200}};
export const Chinese: Story = {args: {lang: 'zh-Hans', caption: '八个高斯分布上的生成器与判别器。'}};
export const Moons: Story = {args: {state: state({data: 'moons'}), caption: 'Two moons.'}};
export const FromRandomWeights: Story = {args: {state: state({start: 'fresh'}), caption: 'Neither has learned anything yet.'}};
export const SlowMotion: Story = {args: {state: state({start: 'fresh', slow: true}), caption: 'One turn after the other.'}};
export const Situations: Story = {args: {state: state({panel: 'situations'}), caption: 'The classic failures, staged and mended.'}};
export const Settings: Story = {args: {state: state({panel: 'settings'}), caption: 'The rules of the game.'}};
export const OnlyTheDiscriminator: Story = {
  args: {state: state({without: ['sheet', 'samples', 'gradients']}), caption: 'What the discriminator says of each place.'},
};
export const ABareFigure: Story = {
  args: {hide: 'legend charts sets situations settings data view footer', caption: 'Plane, buttons and sentence only.'},
};
