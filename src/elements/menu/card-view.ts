import {html, nothing, type TemplateResult} from 'lit';
import type {Block, Span} from '../../data/markdown.js';

const FILE = /^[A-Za-z0-9][\w-]*(\.[\w-]+)*$/;

/** A card as templates: text stays text, only links to the web are links, and images are files of the model's folder, which `picture` shows. */
export function cardView(blocks: readonly Block[], picture: (file: string, alternative: string) => TemplateResult): TemplateResult {
  const spans = (all: readonly Span[]): unknown[] =>
    all.map((span) => {
      switch (span.kind) {
        case 'text':
          return span.text;
        case 'code':
          return html`<code>${span.text}</code>`;
        case 'strong':
          return html`<strong>${spans(span.spans)}</strong>`;
        case 'emphasis':
          return html`<em>${spans(span.spans)}</em>`;
        case 'link':
          return /^https?:\/\/[^\s]+$/i.test(span.href)
            ? html`<a href=${span.href} target="_blank" rel="noopener noreferrer">${spans(span.spans)}</a>`
            : spans(span.spans);
        case 'image':
          return FILE.test(span.source) ? picture(span.source, span.alternative) : span.alternative;
      }
    });
  const block = (one: Block): TemplateResult => {
    switch (one.kind) {
      case 'heading':
        return one.level === 1
          ? html`<h3>${spans(one.spans)}</h3>`
          : one.level === 2
            ? html`<h4>${spans(one.spans)}</h4>`
            : html`<h5>${spans(one.spans)}</h5>`;
      case 'paragraph':
        return html`<p>${spans(one.spans)}</p>`;
      case 'list': {
        const items = one.items.map((item) => html`<li>${spans(item)}</li>`);
        return one.ordered
          ? html`<ol>
              ${items}
            </ol>`
          : html`<ul>
              ${items}
            </ul>`;
      }
      case 'table':
        return html`<div class="wide">
          <table>
            <thead>
              <tr>
                ${one.head.map((cell) => html`<th scope="col">${spans(cell)}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${one.rows.map(
                (row) =>
                  html`<tr>
                    ${row.map((cell) => html`<td>${spans(cell)}</td>`)}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`;
      case 'code':
        return html`<pre>${one.text}</pre>`;
    }
  };
  return html`${blocks.length > 0 ? blocks.map(block) : nothing}`;
}
