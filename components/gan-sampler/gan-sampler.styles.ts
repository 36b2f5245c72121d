import {css} from 'lit';

export const styles = css`
  .figure {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px 20px;
  }
  .figure > * {
    min-width: 0;
  }
  .stage {
    position: relative;
  }
  .sheet {
    display: grid;
    grid-template-columns: repeat(5, var(--_tile, 1fr));
    gap: 4px;
    justify-content: start;
  }
  .sheet > :nth-child(n + 31) {
    display: none;
  }
  .sample {
    position: relative;
    display: block;
    padding: 0;
    border: 0;
    background: color-mix(in srgb, var(--_ink) 5%, var(--_paper));
    border-radius: 3px;
    min-width: 0;
  }
  .sample canvas {
    display: block;
    width: 100%;
    aspect-ratio: 1;
    border-radius: inherit;
    image-rendering: pixelated;
  }
  .sample:hover {
    outline: 2px solid var(--_line);
  }
  .sample:focus-visible,
  .sample[aria-pressed='true'] {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
    z-index: 1;
  }
  .sample[data-mark]::after {
    content: attr(data-mark);
    position: absolute;
    top: 0;
    left: 0;
    padding: 0 4px;
    background: var(--_accent);
    color: var(--_paper);
    font-size: 11px;
    font-weight: 650;
    line-height: 1.3;
    border-end-end-radius: 3px;
    border-start-start-radius: 3px;
  }
  .real {
    display: block;
    height: 4px;
    margin-top: 2px;
    border-radius: 2px;
    background: linear-gradient(to right, var(--_class-4) var(--_share), var(--_line) var(--_share));
    forced-color-adjust: none;
  }
  .beside {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 14px;
    align-content: start;
  }
  .large {
    width: var(--_large, 112px);
    aspect-ratio: 1;
    border-radius: var(--_radius);
    overflow: hidden;
    background: color-mix(in srgb, var(--_ink) 5%, var(--_paper));
  }
  .large canvas {
    display: block;
    width: 100%;
    height: 100%;
    image-rendering: pixelated;
  }
  .readout {
    min-height: 4.4em;
    font-size: 1.04em;
    text-wrap: pretty;
  }
  .readout .quiet {
    margin-top: 4px;
  }
  .strip {
    display: grid;
    grid-template-columns: repeat(9, minmax(0, 56px));
    gap: 4px;
    margin-bottom: 8px;
  }
  .walk .slider {
    max-width: 536px;
  }
  .controls {
    display: grid;
    gap: 12px 28px;
    align-items: start;
    align-content: start;
  }
  .seed {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }
  .seed label {
    display: grid;
    gap: 2px;
    flex: 0 1 auto;
    min-width: 5em;
  }
  .seed label:first-child {
    flex: 1 1 5em;
    max-width: 8em;
  }
  .pages {
    display: flex;
    gap: 8px;
  }
  .seed .button {
    padding-inline: 11px;
  }
  .seed :is(input, select) {
    width: 100%;
    font: inherit;
    color: var(--_ink);
    background: var(--_paper);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    padding: 5px 8px;
    min-height: calc(1.45em + 14px);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    column-gap: 4px;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 28px;
  }
  .check input {
    accent-color: var(--_accent);
    margin: 0;
    width: 16px;
    height: 16px;
  }
  @container (min-width: 520px) {
    .sheet {
      grid-template-columns: repeat(8, var(--_tile, 1fr));
    }
    .sheet > :nth-child(n + 31) {
      display: block;
    }
    .controls {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
  @container (min-width: 640px) {
    .figure {
      grid-template: auto 1fr / auto minmax(0, 1fr);
    }
    .figure > .stage {
      grid-row: 1 / span 2;
    }
    .figure > .controls {
      grid-area: 2 / 2;
      grid-template-columns: minmax(0, 1fr);
    }
    .figure > :is(.walk, .bottom) {
      grid-column: 1 / -1;
    }
    .beside {
      grid-template-columns: minmax(0, 1fr);
    }
    .readout {
      min-height: 0;
    }
  }
  @container (min-width: 900px) {
    .figure {
      grid-template: auto / auto minmax(0, 1fr) 300px;
    }
    .figure > .stage {
      grid-row: 1;
    }
    .figure > .controls {
      grid-area: 1 / 3;
    }
  }
  @media (pointer: coarse) {
    .check,
    .seed :is(input, select) {
      min-height: 44px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }
`;
