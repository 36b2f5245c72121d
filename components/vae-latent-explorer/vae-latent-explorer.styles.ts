import {css} from 'lit';

export const styles = css`
  .figure {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    grid-template-areas:
      'stage stage'
      'image sliders'
      'readout readout'
      'tray tray'
      'more more'
      'footer footer';
    gap: 14px 16px;
  }
  .stage {
    grid-area: stage;
    min-width: 0;
  }
  .frame {
    position: relative;
  }
  .controls {
    display: contents;
  }

  sub {
    line-height: 0;
    font-size: 0.75em;
  }

  .axis {
    display: grid;
    grid-template-columns: 1fr auto 1fr;
    align-items: center;
    margin-top: 5px;
  }
  .axis > :last-child {
    text-align: end;
  }
  .because {
    margin-top: 6px;
  }

  .image {
    grid-area: image;
    width: var(--_image, 112px);
    aspect-ratio: 1;
    border-radius: var(--_radius);
    overflow: hidden;
    background: color-mix(in srgb, var(--_ink) 3%, var(--_paper));
  }
  .image canvas {
    display: block;
    width: 100%;
    height: 100%;
    image-rendering: pixelated;
  }
  .sliders {
    grid-area: sliders;
    display: grid;
    align-content: center;
    gap: 6px 16px;
  }
  .readout {
    grid-area: readout;
    min-height: 2.9em;
    font-size: 1.04em;
    text-wrap: pretty;
  }
  .tray {
    grid-area: tray;
    display: grid;
    gap: 8px 20px;
    min-width: 0;
  }
  .buttons {
    display: flex;
    gap: 8px;
  }
  .row {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    row-gap: 4px;
    min-height: 28px;
    white-space: nowrap;
  }
  .own {
    display: flex;
    gap: 6px;
    margin-inline-start: auto;
    padding-inline-start: 8px;
  }
  .strip {
    display: grid;
    grid-template-columns: repeat(5, minmax(0, 54px));
    gap: 5px;
    margin-top: 4px;
  }
  .strip > :nth-child(n + 11) {
    display: none;
  }
  .example {
    display: block;
    padding: 0;
    border: 0;
    background: color-mix(in srgb, var(--_ink) 5%, var(--_paper));
    border-radius: calc(var(--_radius) * 0.6);
    aspect-ratio: 1;
    overflow: hidden;
  }
  .example canvas {
    display: block;
    width: 100%;
    height: 100%;
    image-rendering: pixelated;
  }
  .example:hover {
    outline: 2px solid var(--_line);
    outline-offset: 1px;
  }
  .example[aria-pressed='true'],
  .example:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  .posterior-text {
    min-height: 1.45em;
    margin-top: 6px;
  }
  .bottom {
    grid-area: footer;
    min-width: 0;
  }

  @container (min-width: 520px) {
    .figure {
      grid-template-columns: minmax(0, 1fr) auto;
      grid-template-rows: auto 1fr;
      grid-template-areas:
        'stage image'
        'stage sliders'
        'readout readout'
        'tray tray'
        'more more'
        'footer footer';
      column-gap: 20px;
    }
    .sliders {
      align-content: start;
      width: var(--_image);
    }
    .tray {
      grid-template-columns: minmax(0, auto) minmax(max-content, 1fr);
    }
    .strip {
      grid-template-columns: repeat(10, minmax(0, 36px));
    }
    .strip > :nth-child(n + 11) {
      display: block;
    }
  }
  @container (min-width: 640px) {
    .figure {
      grid-template-rows: auto auto 1fr;
      grid-template-areas:
        'stage image'
        'stage sliders'
        'stage readout'
        'tray tray'
        'more more'
        'footer footer';
    }
    .readout {
      width: var(--_image);
    }
    .sliders:not(.named) {
      grid-template-columns: 1fr 1fr;
    }
  }
  @container (min-width: 900px) {
    .figure {
      grid-template-columns: minmax(0, 1fr) auto 236px;
      grid-template-rows: auto 1fr;
      grid-template-areas:
        'stage image controls'
        'stage readout controls'
        'more more more'
        'footer footer footer';
      column-gap: 28px;
    }
    .controls {
      grid-area: controls;
      display: flex;
      flex-direction: column;
      gap: 20px;
    }
    .sliders:not(.named),
    .sliders,
    .tray {
      width: auto;
      grid-template-columns: minmax(0, 1fr);
    }
    .strip {
      grid-template-columns: repeat(5, minmax(0, 1fr));
    }
    .tray {
      gap: 16px;
    }
  }
  @media (pointer: coarse) {
    .strip {
      gap: 6px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }
  @media (forced-colors: active) {
    .example[aria-pressed='true'] {
      outline: 3px solid Highlight;
    }
  }
`;
