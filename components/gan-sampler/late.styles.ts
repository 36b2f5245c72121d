import {css} from 'lit';

/** Styles of what is fetched late. */
export const lateStyles = css`
  .more {
    grid-column: 1 / -1;
  }
  .panel p {
    max-width: 68ch;
    text-wrap: pretty;
  }
  .pictures {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 8px 12px;
  }
  .pictures figure {
    margin: 0;
    width: var(--_middle);
    font-size: 0.86em;
  }
  .pictures canvas {
    display: block;
    width: var(--_middle);
    aspect-ratio: 1;
    border-radius: 3px;
    background: color-mix(in srgb, var(--_ink) 5%, var(--_paper));
    image-rendering: pixelated;
  }
  .pictures > :first-child + figure {
    margin-inline-start: 8px;
  }
  figcaption {
    display: flex;
    justify-content: space-between;
    gap: 6px;
    margin-top: 3px;
    color: var(--_ink-soft);
  }
  .number {
    color: var(--_ink);
    font-variant-numeric: tabular-nums;
  }
  .spreads {
    display: grid;
    grid-template-columns: auto minmax(80px, 260px) auto;
    gap: 4px 12px;
    align-items: center;
    font-size: 0.93em;
  }
  .spread {
    display: contents;
  }
  .track {
    position: relative;
    height: 12px;
    border-bottom: 1px solid var(--_line);
  }
  .bar {
    position: absolute;
    inset: 2px auto 2px var(--_from);
    width: calc(var(--_to) - var(--_from));
    border-radius: 3px;
    background: var(--_accent);
    forced-color-adjust: none;
  }
  .sum {
    align-items: center;
  }
  .sum.pictures figure {
    margin: 0;
  }
  .sum .sign {
    font-size: 1.4em;
    min-width: 0.7em;
    text-align: center;
  }
  .sum .sign:empty {
    display: none;
  }
  .sum .result,
  .sum .result canvas {
    width: calc(2 * var(--_middle));
  }
  .wrap {
    gap: 6px;
  }
  .offer {
    width: 42px;
  }
  .button.small {
    min-height: 28px;
  }
  .panel > .own-picture,
  .panel > .strip,
  .panel > .slider {
    width: 100%;
    margin: 0;
  }
  .panel > .slider {
    max-width: 536px;
  }
  .search-chart {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 3px 4px;
    flex: 1 1 200px;
    max-width: 340px;
  }
  .search-chart svg {
    width: 100%;
    height: var(--_middle);
  }
  .found figcaption {
    flex-wrap: wrap;
    justify-content: start;
  }
  .search-chart svg * {
    fill: none;
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  .search-chart .rule {
    stroke: var(--_line);
  }
  .search-chart .other {
    stroke: color-mix(in srgb, var(--_ink-soft) 50%, transparent);
  }
  .search-chart .best {
    stroke: var(--_accent);
    stroke-width: 2;
  }
  .search-chart .now {
    stroke: var(--_ink-soft);
  }
  .axis {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    color: var(--_ink-soft);
    font-size: 11px;
    line-height: 1;
    white-space: nowrap;
  }
  .number {
    white-space: nowrap;
  }
  .term {
    width: 100%;
  }
  .sample.term[aria-pressed='false'] {
    outline: 1px solid var(--_line);
  }
`;
