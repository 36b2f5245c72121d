import {css} from 'lit';

export const planeStyles = css`
  .plane {
    position: relative;
    aspect-ratio: 1;
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_ink) 3%, var(--_paper));
    touch-action: pan-y pinch-zoom;
    user-select: none;
    -webkit-user-select: none;
    cursor: crosshair;
    overflow: hidden;
  }
  .plane > canvas,
  .plane > svg,
  .carrier {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    pointer-events: none;
  }
  .plane > svg {
    overflow: hidden;
  }
  /* Words on a picture: a halo of paper. */
  .name,
  .vertical {
    text-shadow:
      0 0 2px var(--_paper),
      0 0 2px var(--_paper),
      0 0 3px var(--_paper),
      0 0 3px var(--_paper),
      0 0 4px var(--_paper),
      0 0 5px var(--_paper);
  }
  .name {
    position: absolute;
    translate: -50% -50%;
    padding: 3px 5px;
    border: 0;
    background: none;
    font-size: max(11px, 0.84em);
    font-weight: 650;
    border-radius: 4px;
    line-height: 1.2;
    white-space: nowrap;
    color: var(--_class);
    cursor: default;
    transition: opacity 0.15s;
  }
  .names[data-raised] .name:not([aria-pressed='true']) {
    opacity: 0.35;
  }

  .probe {
    height: 0;
    font-size: max(11px, 0.84em);
  }

  /* Above the names, which come after it for the keyboard's sake. */
  .carrier {
    z-index: 1;
    /* A layer of its own: a drag moves it over the plane without painting the plane again. */
    will-change: transform;
  }
  .handle {
    position: absolute;
    left: 50%;
    top: 50%;
    width: 46px;
    height: 46px;
    margin: -23px;
    border-radius: 50%;
    pointer-events: auto;
    touch-action: none;
    cursor: grab;
    background:
      radial-gradient(circle closest-side, var(--_paper) 6.5px, transparent 7.5px),
      radial-gradient(circle closest-side, var(--_accent) 11px, transparent 12px),
      radial-gradient(circle closest-side, var(--_paper) 13px, transparent 14px),
      radial-gradient(circle closest-side, color-mix(in srgb, var(--_accent) 22%, transparent) 21px, transparent 22px);
    transition: scale 0.15s;
  }
  .handle:hover {
    scale: 1.08;
  }
  .handle:active {
    cursor: grabbing;
  }
  .handle:focus-visible {
    outline-offset: -2px;
  }

  [data-state='error'] .handle {
    opacity: 0.4;
    pointer-events: none;
  }
  .vertical {
    position: absolute;
    left: 0;
    top: 0;
    padding: 2px 6px;
    pointer-events: none;
  }
  @media (pointer: coarse) {
    .handle {
      width: 56px;
      height: 56px;
      margin: -28px;
    }
  }
  @media (forced-colors: active) {
    .handle {
      background: none;
      forced-color-adjust: none;
      border: 5px solid Highlight;
      width: 26px;
      height: 26px;
      margin: -13px;
    }
    .name {
      text-shadow: none;
      background: Canvas;
    }
  }
`;
