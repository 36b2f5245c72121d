import {css} from 'lit';

/** Styles of what is fetched late. */
export const lateStyles = css`
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
`;
