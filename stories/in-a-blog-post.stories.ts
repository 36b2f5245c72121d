import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {styleMap} from 'lit/directives/style-map.js';

/** A plain HTML page with two figures, loaded by the script tag from `dist/cdn/`, as a reader would meet them. */
const meta: Meta = {
  title: 'In a blog post',
  parameters: {layout: 'fullscreen', controls: {disable: true}},
};
export default meta;

export const AnArticle: StoryObj = {
  render: () => html`
    <iframe
      title="An article with two figures"
      src="./stories/pages/in-a-blog-post.html"
      style=${styleMap({display: 'block', width: '100%', height: '100vh', border: '0'})}
    ></iframe>
  `,
};
