import {css, html, type TemplateResult} from 'lit';

/** The `?` beside a term; the words open in place, below. */
export function explanationButton(id: string, label: string, open: boolean, toggle: () => void): TemplateResult {
  return html`<button class="why" aria-label=${label} aria-expanded=${open} aria-controls=${id} @click=${toggle}>?</button>`;
}

export function explanation(id: string, text: string, open: boolean): TemplateResult {
  return html`<p class="because" id=${id} ?hidden=${!open}>${text}</p>`;
}

export const explanationStyles = css`
  .why {
    position: relative;
    width: 1.45em;
    height: 1.45em;
    margin: 0 0 0 5px;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: 50%;
    background: none;
    color: var(--_ink-soft);
    font-size: 0.86em;
    line-height: 1;
  }
  /* A target of 24 px, 44 for fingers, around a mark that stays small. */
  .why::after {
    content: '';
    position: absolute;
    inset: -4px;
  }
  .why:hover,
  .why[aria-expanded='true'] {
    color: var(--_ink);
    border-color: var(--_ink-soft);
  }
  .because {
    padding-inline-start: 10px;
    border-inline-start: 2px solid var(--_accent);
    max-width: 62ch;
  }
  @media (pointer: coarse) {
    .why::after {
      inset: -12px;
    }
  }
`;
