import {css} from 'lit';

/** Styles of what is fetched late. */
export const lateStyles = css`
  .small {
    padding: 3px 10px;
    font-size: 0.93em;
    min-height: 28px;
  }
  .wrap {
    flex-wrap: wrap;
    gap: 6px 10px;
    white-space: normal;
  }
  .more {
    grid-area: more;
  }
  .choice {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    color: var(--_ink-soft);
  }
  .choice label {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 28px;
    color: var(--_ink);
  }
  .choice input {
    accent-color: var(--_accent);
    margin: 0;
    width: 16px;
    height: 16px;
  }
  select {
    font: inherit;
    color: var(--_ink);
    background: var(--_paper);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    padding: 3px 6px;
    min-height: 28px;
    max-width: 100%;
  }
  .pictures {
    display: grid;
    grid-template-columns: repeat(9, minmax(0, 84px));
    gap: 4px;
    width: 100%;
  }
  .picture {
    display: block;
    position: relative;
    padding: 0;
    border: 0;
    background: none;
    border-radius: calc(var(--_radius) * 0.6);
    min-width: 0;
  }
  .picture canvas {
    display: block;
    width: 100%;
    aspect-ratio: 1;
    background: color-mix(in srgb, var(--_ink) 5%, var(--_paper));
    border-radius: inherit;
    image-rendering: pixelated;
  }
  .picture span {
    display: block;
    min-height: 1.3em;
    font-size: 0.86em;
  }
  .picture:hover canvas {
    outline: 2px solid var(--_line);
  }
  .picture[aria-pressed='true'] canvas {
    outline: 2px solid var(--_accent);
  }
  .scrubber {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
    width: min(100%, 560px);
  }
  .scrubber .slider {
    flex: 1 1 min(100%, 260px);
    min-width: 0;
  }
  .traversals {
    display: grid;
    grid-template-columns: repeat(7, minmax(0, 64px));
    gap: 4px;
    align-items: center;
    width: 100%;
  }
  .traversals .step {
    text-align: center;
  }
  .name-of-row {
    grid-column: 1 / -1;
  }
  .many {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 150px), 1fr));
    gap: 4px 18px;
    width: 100%;
  }
  .slider {
    position: relative;
    isolation: isolate;
  }
  .whisker {
    position: absolute;
    inset: auto 9px 0;
    height: 24px;
    z-index: -1;
    pointer-events: none;
  }
  .whisker > span {
    position: absolute;
    left: var(--_from);
    right: calc(100% - var(--_to));
    top: 3px;
    bottom: 3px;
    min-width: 2px;
    background: color-mix(in srgb, var(--_accent) 22%, transparent);
    border-inline: 1.5px solid var(--_accent);
  }
  .legend {
    display: grid;
    grid-template-columns: auto minmax(60px, 180px) auto;
    gap: 8px;
    align-items: center;
  }
  .gradient {
    height: 10px;
    border-radius: 3px;
  }
  .score {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
    margin-top: 4px;
  }
  .score .because {
    flex-basis: 100%;
  }
  .term {
    display: inline-block;
    margin-inline-end: 14px;
    white-space: nowrap;
  }
  .term strong {
    font-weight: 600;
    color: var(--_ink);
  }
  .posterior {
    fill: color-mix(in srgb, var(--_accent) 14%, transparent);
    stroke: var(--_accent);
    stroke-width: 1.75;
    vector-effect: non-scaling-stroke;
  }
  .posterior.outer {
    stroke-width: 1;
    stroke-dasharray: 3 3;
  }
  .mean {
    fill: var(--_accent);
  }
  .glass {
    fill: var(--_paper);
    stroke: var(--_line);
    vector-effect: non-scaling-stroke;
  }
  .leader {
    stroke: var(--_ink-soft);
    stroke-dasharray: 1 3;
    vector-effect: non-scaling-stroke;
  }
  .ring {
    fill: none;
    stroke: var(--_accent);
    stroke-width: 2;
    vector-effect: non-scaling-stroke;
  }
  .times {
    fill: var(--_ink-soft);
    font-size: 0.22px;
    text-anchor: middle;
  }
  .path {
    fill: none;
    stroke: var(--_accent);
    stroke-width: 2;
    stroke-dasharray: 5 4;
    vector-effect: non-scaling-stroke;
  }
  .end circle {
    fill: var(--_paper);
    stroke: var(--_accent);
    stroke-width: 1.5;
    vector-effect: non-scaling-stroke;
  }
  .end text {
    fill: var(--_ink);
    font-size: 0.22px;
    font-weight: 650;
    text-anchor: middle;
  }
  @container (min-width: 520px) {
    .times {
      font-size: 0.15px;
    }
    .traversals {
      grid-template-columns: minmax(0, auto) repeat(7, minmax(0, 64px));
    }
    .name-of-row {
      grid-column: auto;
      max-width: 9em;
      padding-inline-end: 6px;
      line-height: 1.15;
      overflow-wrap: anywhere;
    }
  }
  @media (pointer: coarse) {
    .small,
    select,
    .choice label {
      min-height: 44px;
    }
    .whisker {
      height: 44px;
    }
    .whisker > span {
      top: 13px;
      bottom: 13px;
    }
  }
  @media (forced-colors: active) {
    .picture[aria-pressed='true'] canvas {
      outline: 3px solid Highlight;
    }
    .whisker > span {
      border-color: Highlight;
    }
    .gradient {
      forced-color-adjust: none;
    }
  }
`;
