import {html, nothing, type TemplateResult} from 'lit';
import {styleMap} from 'lit/directives/style-map.js';
import {html as tagged, unsafeStatic} from 'lit/static-html.js';
import {ifDefined} from 'lit/directives/if-defined.js';

/** Attributes that all elements have, the column that the figure stands in, and its caption. */
export type FigureArgs = {
  model?: string;
  src?: string;
  base?: string;
  seed?: string;
  backend?: string;
  loading?: string;
  theme?: string;
  hide?: string;
  state?: string;
  lang?: string;
  'worker-src'?: string;
  /** Width of the column. */
  width: number;
  caption: string;
};

export const FIGURE_CONTROLS = {
  backend: {control: 'select', options: ['auto', 'webgpu', 'wasm', 'reference']},
  loading: {control: 'inline-radio', options: ['lazy', 'eager']},
  theme: {control: 'inline-radio', options: ['auto', 'light', 'dark']},
  width: {control: {type: 'range', min: 320, max: 1200, step: 10}},
} as const;

const PAGES: Record<string, Record<string, string>> = {
  light: {background: '#fff', color: '#1c1e23'},
  dark: {background: '#15171c', color: '#e9ebef'},
};

/** Pages with one figure of a kind, in a column of prose. */
export function figurePage(tag: string): (args: FigureArgs, look?: string) => TemplateResult {
  const name = unsafeStatic(tag);
  return ({width, caption, ...attributes}, look = 'light') => html`
    <div style=${styleMap({...PAGES[look], padding: '24px', fontFamily: 'system-ui, sans-serif'})}>
      <div style=${styleMap({maxWidth: `${width}px`, margin: '0 auto'})}>
        ${tagged`<${name}
          model=${ifDefined(attributes.model)}
          src=${ifDefined(attributes.src)}
          base=${ifDefined(attributes.base)}
          seed=${ifDefined(attributes.seed)}
          backend=${ifDefined(attributes.backend)}
          loading=${ifDefined(attributes.loading)}
          theme=${ifDefined(attributes.theme)}
          hide=${ifDefined(attributes.hide)}
          state=${ifDefined(attributes.state)}
          lang=${ifDefined(attributes.lang)}
          worker-src=${ifDefined(attributes['worker-src'])}
        >${caption ? html`<p slot="caption">${caption}</p>` : nothing}</${name}>`}
      </div>
    </div>
  `;
}
