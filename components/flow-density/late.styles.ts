import {css} from 'lit';

/** Styles of what is fetched late. */
export const lateStyles = css`
  .more {
    display: grid;
    gap: 12px;
    justify-items: start;
    border-top: 1px solid var(--_line);
    padding-top: 12px;
  }
  .more > * {
    max-width: 100%;
  }
  .choice {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 14px;
  }
  .choice label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 28px;
  }
  .choice input {
    accent-color: var(--_accent);
    margin: 0;
    width: 16px;
    height: 16px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .primary {
    min-width: 6em;
    border-color: var(--_accent);
  }
  .narrow {
    width: min(100%, 320px);
  }
  .legend .wide {
    grid-column: 1 / -1;
  }
  .standing {
    width: 100%;
    min-height: calc(110px + 2em);
  }
  .chart {
    position: relative;
    height: 110px;
    margin-top: 6px;
    border-bottom: 1px solid var(--_line);
  }
  .chart svg {
    width: 100%;
    height: 100%;
    overflow: hidden;
  }
  .chart polyline,
  .chart line {
    fill: none;
    vector-effect: non-scaling-stroke;
  }
  .raw {
    stroke: var(--_ink-soft);
    opacity: 0.35;
  }
  .smooth {
    stroke: var(--_accent);
    stroke-width: 2;
  }
  .floor {
    stroke: var(--_ink-soft);
    stroke-dasharray: 3 3;
  }
  .chart span {
    position: absolute;
    inset-inline-start: 0;
    padding: 0 4px;
    font-size: max(10px, 0.8em);
    color: var(--_ink-soft);
    background: color-mix(in srgb, var(--_paper) 80%, transparent);
    font-variant-numeric: tabular-nums;
  }
  .chart .high {
    top: 0;
  }
  .chart .low {
    bottom: 0;
  }
  .settings {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 28px;
    align-items: center;
    width: 100%;
  }
  .sources {
    display: grid;
    gap: 16px 24px;
    width: 100%;
  }
  .drawing,
  .table {
    display: grid;
    gap: 8px;
    align-content: start;
    min-width: 0;
  }
  .pad {
    position: relative;
    width: min(100%, 224px);
    aspect-ratio: 1;
    border-radius: var(--_radius);
    overflow: hidden;
    touch-action: none;
    cursor: crosshair;
    background: #000;
  }
  .pad canvas,
  .pad svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  .pad svg {
    visibility: hidden;
    fill: none;
    stroke: #ff7a5c;
    stroke-width: 1.5;
  }
  .pad svg[data-active] {
    visibility: visible;
  }
  .pad svg[data-down] {
    fill: rgb(255 122 92 / 0.5);
  }
  textarea {
    display: block;
    width: 100%;
    font: inherit;
    font-family: ui-monospace, monospace;
    font-size: 0.93em;
    color: var(--_ink);
    background: var(--_paper);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    padding: 6px 8px;
    resize: vertical;
  }
  .table.over textarea {
    border-color: var(--_accent);
  }
  .file {
    position: relative;
    overflow: hidden;
    cursor: pointer;
  }
  .file input {
    position: absolute;
    inset: 0;
    opacity: 0;
    cursor: pointer;
  }
  .file:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .problem {
    border-inline-start: 3px solid var(--_danger);
    padding-inline-start: 10px;
  }
  @container (min-width: 520px) {
    .sources {
      grid-template-columns: 224px minmax(0, 1fr);
    }
  }
`;
