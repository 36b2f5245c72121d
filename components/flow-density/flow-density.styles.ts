import {css} from 'lit';

export const styles = css`
  .figure {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px 16px;
  }
  .figure > * {
    min-width: 0;
  }
  .frame {
    position: relative;
  }
  .axis {
    display: grid;
    grid-template-columns: 1fr auto 1fr;
    align-items: center;
    margin-top: 5px;
    min-height: 1.7em;
  }
  .axis > :last-child {
    text-align: end;
  }
  .because {
    margin-top: 6px;
  }
  /* On a dark picture on any page. */
  .figure:not([data-drawing='contours']) .handle {
    --_paper: #fff;
  }
  .base .handle[aria-disabled='true'] {
    cursor: default;
    pointer-events: none;
  }
  .sigma,
  .way {
    fill: none;
    vector-effect: non-scaling-stroke;
    stroke: rgb(255 255 255 / 0.7);
  }
  .sigma {
    stroke-dasharray: 2 4;
  }
  .way {
    stroke-width: 1.5;
    stroke-linejoin: round;
    stroke: #ffb49f;
  }
  .way.ahead {
    stroke-dasharray: 3 3;
  }
  .stop {
    fill: #ffb49f;
  }
  [data-drawing='contours'] .sigma {
    stroke: var(--_ink-soft);
  }
  [data-drawing='contours'] .way {
    stroke: var(--_accent);
  }
  [data-drawing='contours'] .stop {
    fill: var(--_accent);
  }
  .legend {
    display: grid;
    grid-template-columns: auto minmax(40px, 1fr) auto;
    align-items: center;
    gap: 8px;
    min-height: 1.5em;
  }
  .ramp {
    height: 8px;
    border-radius: 4px;
    background: var(--_ramp);
    forced-color-adjust: none;
  }
  .layers {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 12px;
  }
  .beside {
    display: grid;
    align-content: start;
    gap: 14px;
  }
  .readout {
    min-height: 4.4em;
    font-size: 1.04em;
    text-wrap: pretty;
  }
  .readout .quiet {
    margin-top: 2px;
  }
  .row {
    display: flex;
    align-items: center;
    min-height: 28px;
  }
  .account {
    display: flex;
    align-items: start;
    min-height: calc(96px + 3em);
    font-variant-numeric: tabular-nums;
  }
  .term {
    flex: 1 1 0;
    min-width: 0;
    text-align: center;
    white-space: nowrap;
    line-height: 1.35;
  }
  .term:last-child {
    flex-grow: 1.3;
    border-inline-start: 1px solid var(--_line);
  }
  .nats {
    display: block;
    font-size: max(10px, 0.76em);
    letter-spacing: -0.03em;
  }
  .layer {
    display: none;
  }
  .track {
    position: relative;
    height: 88px;
    margin-bottom: 4px;
    background: linear-gradient(var(--_line), var(--_line)) 0 var(--_zero) / 100% 1px no-repeat;
  }
  /* From the end of a bar to the beginning of the next. */
  .term:not(:last-child) .track::after {
    content: '';
    position: absolute;
    top: var(--_end);
    inset-inline: 50% -50%;
    border-top: 1px solid var(--_ink-soft);
    opacity: 0.6;
  }
  .bar {
    position: absolute;
    z-index: 1;
    inset-inline: 12%;
    min-height: 1px;
    border-radius: 2px;
    forced-color-adjust: none;
  }
  .bar.less {
    background: var(--_class-6);
  }
  .bar.more {
    background: var(--_class-4);
  }
  .bar.total {
    background: var(--_ink);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }

  @container (min-width: 520px) {
    .figure:not(.single) {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .legend,
    .layers {
      align-self: center;
    }
    .figure:not(.single) > :is(.beside, .more, .bottom) {
      grid-column: 1 / -1;
    }
    .readout {
      min-height: 2.9em;
    }
    .layer {
      display: inline;
    }
  }
  @container (min-width: 900px) {
    .figure:not(.single) {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 300px;
      column-gap: 24px;
    }
    .figure:not(.single) > .beside {
      grid-area: 1 / 3 / 3 / 4;
    }
    .readout {
      min-height: 4.4em;
    }
    .layer {
      display: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }
  @media (forced-colors: active) {
    .figure:not([data-drawing='contours']) .handle {
      box-shadow: 0 0 0 2px #fff;
    }
  }
`;
