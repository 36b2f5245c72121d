import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {styleMap} from 'lit/directives/style-map.js';

/** A plain HTML page with five figures and four models, by the script tag for all elements. */
const meta: Meta = {
  title: 'What a VAE knows',
  parameters: {layout: 'fullscreen', controls: {disable: true}},
};
export default meta;

export const AnArticle: StoryObj = {
  render: () => html`
    <iframe
      title="An article with five figures"
      src="./stories/pages/what-a-vae-knows.html"
      style=${styleMap({display: 'block', width: '100%', height: '100vh', border: '0'})}
    ></iframe>
  `,
};
