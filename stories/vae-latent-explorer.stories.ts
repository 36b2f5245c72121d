import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {styleMap} from 'lit/directives/style-map.js';
import '../components/vae-latent-explorer/vae-latent-explorer.js';
import {FIGURE_CONTROLS, figurePage, type FigureArgs} from './figure-page.js';

const page = figurePage('vae-latent-explorer');

const MODELS = ['vae-fashion-2d', 'vae-fashion', 'vae-digits-2d', 'vae-glyphs-2d', 'vae-faces'];

const meta: Meta<FigureArgs> = {
  title: 'Elements/vae-latent-explorer',
  component: 'vae-latent-explorer',
  parameters: {layout: 'fullscreen'},
  args: {width: 760, caption: 'The latent plane of a VAE trained on Fashion-MNIST. Drag the ring.'},
  argTypes: {
    model: {control: 'select', options: MODELS},
    ...FIGURE_CONTROLS,
  },
  render: (args) => page(args),
};
export default meta;

type Story = StoryObj<FigureArgs>;

export const Default: Story = {};

export const ModelFashion2d: Story = {
  args: {model: 'vae-fashion-2d', caption: 'model="vae-fashion-2d": clothes, two numbers each. The default.'},
};

export const ModelFashion: Story = {
  args: {
    model: 'vae-fashion',
    caption: 'model="vae-fashion": clothes, sixteen numbers each, seen on a plane along two of the directions in which they differ most.',
  },
};

export const ModelDigits2d: Story = {
  args: {model: 'vae-digits-2d', caption: 'model="vae-digits-2d": handwritten digits, two numbers each.'},
};

export const ModelGlyphs2d: Story = {
  args: {
    model: 'vae-glyphs-2d',
    caption: 'model="vae-glyphs-2d": ten letters of one variable font, from thin to bold, upright to slanted.',
  },
};

export const ModelFaces: Story = {
  args: {
    model: 'vae-faces',
    caption: 'model="vae-faces": drawn faces in colour, thirty-two numbers each, along directions that have names.',
  },
};

export const OnADarkPage: Story = {render: (args) => page(args, 'dark')};

export const DarkOnALightPage: Story = {
  args: {theme: 'dark', caption: 'Where the page does not go with it, the figure brings its own paper.'},
};

export const InANarrowColumn: Story = {args: {width: 320}};

export const InAWideColumn: Story = {args: {width: 1160}};

export const Seed: Story = {args: {seed: '2024', caption: 'Another seed: another first point, and other samples.'}};

export const State: Story = {
  args: {
    state: '{"z": [1.1, 0.3], "samples": 0, "encoded": 9}',
    caption: 'Started where getState() left it: a point, and an encoded picture.',
  },
};

const opened = (state: object) => JSON.stringify(state);

export const ModelsStart: Story = {
  args: {caption: 'Without a seed the figure begins where the model says, at a clear and typical picture.'},
};

export const EncodedPicture: Story = {
  args: {
    state: opened({encoded: 9}),
    caption:
      'Encode again draws another z from q(z|x). Reconstruction and KL are the two parts of −ELBO, in nats; the question marks say what they are.',
  },
};

export const FromAToB: Story = {
  args: {
    state: opened({panel: 'walk', walk: {a: [-1.41, 1.14], b: [1.6, -0.4], path: 'linear', at: 0.5}}),
    caption: 'What lies between an ankle boot and trousers? Touch the strip, drag the scrubber, press Play or Step.',
  },
};

export const FromAToBSpherical: Story = {
  args: {
    state: opened({panel: 'walk', walk: {a: [-1.41, 1.14], b: [1.6, -0.4], path: 'spherical', at: 0.5}}),
    caption: 'The same two pictures, by a path that turns about the centre.',
  },
};

export const Traversals: Story = {
  args: {state: opened({panel: 'traversals'}), caption: 'One row for each direction: everything else stays as it is.'},
};

export const Prior: Story = {
  args: {
    state: opened({panel: 'prior', shade: true}),
    caption: 'Where samples fall: the density of the prior, under tiles and test pictures.',
  },
};

export const WithoutMore: Story = {args: {hide: 'more', caption: 'hide="more"'}};

export const WithFewerPanelsBehindMore: Story = {
  args: {hide: 'walk', state: opened({panel: 'traversals'}), caption: 'hide="walk": behind More are traversals and the prior.'},
};

export const MoreInChinese: Story = {
  args: {lang: 'zh-Hans', state: opened({panel: 'walk', encoded: 9}), caption: '从 A 走到 B。'},
};

export const HiddenPanels: Story = {
  args: {hide: 'examples sample footer names', caption: 'hide="examples sample footer names"'},
};

export const PlainTypeScriptBackend: Story = {args: {backend: 'reference', caption: 'The same net without WebAssembly.'}};

export const AskingForWebGpu: Story = {
  args: {backend: 'webgpu', caption: 'Where WebGPU is not to be had, the footer says what runs instead.'},
};

export const Chinese: Story = {args: {lang: 'zh-Hans', caption: '在 Fashion-MNIST 上训练的变分自编码器的潜在平面。拖动圆环。'}};

export const ColoursAndFontOfThePage: Story = {
  render: (args) => html`
    <div
      style=${styleMap({
        '--gen-paper': '#fdf6e3',
        '--gen-ink': '#3b4a50',
        '--gen-ink-soft': '#5f6f75',
        '--gen-line': '#e6ddc4',
        '--gen-accent': '#b0480d',
        '--gen-font': 'ui-monospace, monospace',
        background: '#fdf6e3',
      })}
    >
      ${page(args, 'none')}
    </div>
  `,
};

export const Src: Story = {
  args: {src: './dist/pretrained/vae-digits-2d/manifest.json', caption: 'src: the manifest of a model of your own; it wins over model.'},
};

export const Base: Story = {args: {base: './dist/', caption: 'base: the folder in which pretrained/ lies, here another copy of it.'}};

export const WorkerSrc: Story = {
  args: {'worker-src': './dist/worker.js', caption: 'worker-src: for pages whose policy refuses workers from a blob.'},
};

export const LoadingEager: Story = {args: {loading: 'eager', caption: 'loading="eager": the model is fetched before the figure is seen.'}};

export const UnknownModel: Story = {args: {model: 'nope', caption: 'model="nope"'}};

export const MissingFiles: Story = {args: {base: '/nowhere/', caption: 'base="/nowhere/"'}};

export const BadSeed: Story = {args: {seed: 'x', caption: 'seed="x"'}};
