import {css} from 'lit';

export const styles = css`
  .figure {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px 20px;
  }
  .figure > * {
    min-width: 0;
  }
  .frame {
    position: relative;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 14px;
    min-height: 1.8em;
    margin-top: 5px;
  }
  .mark::before {
    content: '';
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-inline-end: 6px;
    border-radius: 50%;
    background: var(--_class-4);
    forced-color-adjust: none;
  }
  .mark.samples::before {
    border-radius: 0;
    background: var(--_class-6);
    rotate: 45deg;
  }
  .mark.gradients::before {
    width: 14px;
    height: 0;
    border-radius: 0;
    background: none;
    border-top: 1.5px solid var(--_ink);
    vertical-align: 0.25em;
  }
  .scale {
    display: inline-flex;
    align-items: center;
    gap: 7px;
  }
  .ramp {
    width: 64px;
    height: 8px;
    border-radius: 4px;
    border: 1px solid var(--_line);
    background: linear-gradient(
      to right,
      color-mix(in srgb, var(--_class-6) 50%, var(--_paper)),
      var(--_paper),
      color-mix(in srgb, var(--_class-4) 50%, var(--_paper))
    );
    forced-color-adjust: none;
  }
  .legend .why {
    margin: 0;
  }
  .because {
    margin-top: 6px;
  }
  .beside {
    display: grid;
    align-content: start;
    gap: 14px;
  }
  .buttons,
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .actions {
    align-items: end;
  }
  .primary {
    min-width: 6.5em;
    border-color: var(--_accent);
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
  .readout {
    display: grid;
    align-content: start;
    gap: 5px;
    min-height: 9.6em;
    text-wrap: pretty;
  }
  .readout p:first-child {
    font-size: 1.04em;
  }
  .charts {
    display: grid;
    gap: 12px;
  }
  .keys {
    display: flex;
    flex-wrap: wrap;
    gap: 0 14px;
    min-height: 1.5em;
  }
  .key b {
    font-weight: 600;
  }
  .key.discriminator {
    color: var(--_class-4);
  }
  .key.generator {
    color: var(--_class-6);
  }
  .key.js {
    color: var(--_accent);
  }
  .lines {
    position: relative;
    height: 76px;
    border-bottom: 1px solid var(--_line);
  }
  .lines svg {
    width: 100%;
    height: 100%;
    overflow: hidden;
  }
  .lines polyline,
  .lines line {
    fill: none;
    stroke-width: 1.75;
    vector-effect: non-scaling-stroke;
  }
  polyline.discriminator {
    stroke: var(--_class-4);
  }
  polyline.generator {
    stroke: var(--_class-6);
    stroke-dasharray: 5 2;
  }
  polyline.js {
    stroke: var(--_accent);
  }
  .level {
    stroke: var(--_ink-soft);
    stroke-dasharray: 3 3;
  }
  .lines span {
    position: absolute;
    inset-inline-start: 0;
    padding: 0 4px;
    font-size: max(10px, 0.76em);
    color: var(--_ink-soft);
    background: color-mix(in srgb, var(--_paper) 80%, transparent);
    font-variant-numeric: tabular-nums;
  }
  .top {
    top: 0;
  }
  .bottom:not(div) {
    bottom: 0;
  }
  @container (min-width: 640px) {
    .figure {
      grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
    }
    .figure > :is(.actions, .more, .bottom) {
      grid-column: 1 / -1;
    }
  }
  @container (min-width: 900px) {
    .figure {
      grid-template-columns: minmax(0, 540px) minmax(0, 1fr);
      column-gap: 28px;
    }
    .readout {
      min-height: 7.6em;
    }
  }
  @media (pointer: coarse) {
    .check {
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .handle {
      box-shadow: 0 0 0 2px Canvas;
    }
  }
`;
