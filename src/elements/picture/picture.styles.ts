import {css} from 'lit';

export const pictureStyles = css`
  .own-picture {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px 20px;
    margin-bottom: 14px;
    padding: 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    min-width: 0;
  }
  .picture-source {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    align-content: start;
    min-width: 0;
    width: 100%;
    max-width: 280px;
  }
  .pad {
    position: relative;
    aspect-ratio: 1;
    border-radius: var(--_radius);
    overflow: hidden;
    cursor: crosshair;
    touch-action: none;
    background: #000;
  }
  .pad canvas {
    display: block;
    width: 100%;
    height: 100%;
  }
  .pad svg {
    position: absolute;
    inset: 0;
    visibility: hidden;
    pointer-events: none;
  }
  .pad:focus svg[data-active] {
    visibility: visible;
  }
  .pad circle {
    fill: none;
    stroke: #83a2ff;
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  .pad [data-down] circle {
    stroke-width: 3;
  }
  .picture-tools,
  .picture-file {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .picture-tools .slider {
    flex: 1 0 100%;
  }
  .picture-tools .button,
  .picture-file .button {
    padding: 4px 10px;
  }
  .own-picture .button[aria-pressed='true'] {
    border-color: var(--_accent);
    color: var(--_accent);
  }
  .picture-file {
    min-height: 96px;
    padding: 12px;
    border: 1px dashed var(--_ink-soft);
    border-radius: var(--_radius);
  }
  .own-picture[data-over] .picture-file {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 8%, var(--_paper));
  }
  .picture-file input {
    position: absolute;
    width: 1px;
    height: 1px;
    opacity: 0;
  }
  .picture-file label {
    position: relative;
  }
  .picture-file input:focus-visible + .button {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .picture-yours {
    display: block;
    max-width: 100%;
    max-height: 220px;
    border-radius: calc(var(--_radius) * 0.6);
    cursor: grab;
    touch-action: pan-y;
  }
  .picture-result {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    align-content: start;
    min-width: 0;
  }
  .picture-pair {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
  }
  .picture-pair figure {
    margin: 0;
    max-width: var(--_side);
  }
  .picture-pair canvas {
    display: block;
    width: var(--_side);
    aspect-ratio: var(--_aspect, 1);
    margin-top: 4px;
    border-radius: calc(var(--_radius) * 0.6);
    background: #000;
    image-rendering: pixelated;
  }
  .picture-adjust {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(112px, 1fr));
    gap: 4px 16px;
  }
  .picture-check {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 24px;
  }
  .picture-check input {
    accent-color: var(--_accent);
  }
  .picture-fault {
    padding-inline-start: 10px;
    border-inline-start: 3px solid var(--_danger);
  }
  .picture-foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 14px;
  }
  .own-picture .main {
    border-color: var(--_accent);
  }
  .own-picture .main:disabled {
    border-color: var(--_line);
  }
  @container (min-width: 560px) {
    .own-picture {
      grid-template-columns: 280px minmax(0, 1fr);
    }
    .picture-foot {
      grid-column: 1 / -1;
    }
  }
  @media (pointer: coarse) {
    .picture-check {
      min-height: 44px;
    }
  }
`;
