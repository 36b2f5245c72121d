import {css} from 'lit';

export const menuStyles = css`
  .menu {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    flex-basis: 100%;
    color: var(--_ink);
    font-size: 1.163em;
    padding-block: 10px 6px;
    min-width: 0;
  }
  .menu-items {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .menu-items .button {
    padding: 4px 12px;
  }
  .menu-items .button[aria-expanded='true'] {
    border-color: var(--_accent);
  }
  .menu-text {
    display: grid;
    gap: 4px;
  }
  .menu-text textarea {
    width: 100%;
    min-height: 7.6em;
    padding: 8px 10px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_ink) 3%, var(--_paper));
    color: inherit;
    font:
      0.92em/1.5 ui-monospace,
      monospace;
    overflow-wrap: anywhere;
    resize: vertical;
  }
  .menu-text.short textarea {
    min-height: 2.6em;
  }
  .menu-samples {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(128px, 1fr));
    align-items: end;
    gap: 8px 12px;
    max-width: 560px;
  }
  .menu-samples label {
    display: grid;
    gap: 3px;
    min-width: 0;
  }
  .menu-samples :is(input, select) {
    width: 100%;
    min-width: 0;
    min-height: 32px;
    padding: 4px 8px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_paper);
    color: inherit;
    font: inherit;
    font-variant-numeric: tabular-nums;
  }
  .menu-said:empty {
    display: none;
  }
  .menu-note {
    padding-inline-start: 10px;
    border-inline-start: 2px solid var(--_danger);
  }
  .card {
    max-height: 28em;
    overflow: auto;
    padding: 4px 14px 14px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .card :is(h3, h4, h5) {
    margin: 1em 0 0.3em;
    font-size: 1em;
    line-height: 1.3;
  }
  .card h3 {
    margin-top: 0.6em;
    font-size: 1.15em;
  }
  .card :is(p, ul, ol, pre, .wide) {
    margin: 0 0 0.7em;
    max-width: 72ch;
    overflow-wrap: anywhere;
  }
  .card :is(ul, ol) {
    padding-inline-start: 1.3em;
  }
  .card .wide {
    max-width: 100%;
    overflow-x: auto;
  }
  .card table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .card :is(th, td) {
    padding: 4px 14px 4px 0;
    border-bottom: 1px solid var(--_line);
    font-size: 0.92em;
    text-align: start;
    vertical-align: top;
  }
  .card canvas {
    display: block;
    max-width: 100%;
    border-radius: calc(var(--_radius) * 0.6);
  }
  .card a {
    color: var(--_accent);
  }
  .menu dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 2px 14px;
    margin: 0;
  }
  .menu dt {
    color: var(--_ink-soft);
  }
  .menu dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  @media (pointer: coarse) {
    .menu-samples :is(input, select) {
      min-height: 44px;
    }
  }
`;
