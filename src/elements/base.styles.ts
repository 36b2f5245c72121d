import {css} from 'lit';

/** Tokens and everything that elements have in common. Private names hold the resolved values, so that a page's `--gen-*` wins wherever it is set. */
export const baseStyles = css`
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  * {
    box-sizing: border-box;
  }
  .root {
    --_ink: var(--gen-ink, #1c1e23);
    --_ink-soft: var(--gen-ink-soft, #5a606b);
    --_paper: var(--gen-paper, var(--_page, #fff));
    --_line: var(--gen-line, #dfe2e7);
    --_accent: var(--gen-accent, #2f55d4);
    --_danger: #b3261e;
    --_class-0: #2d63c8;
    --_class-1: #8a6100;
    --_class-2: #c9362b;
    --_class-3: #0e7c72;
    --_class-4: #3a7a1f;
    --_class-5: #b8327f;
    --_class-6: #7a45c9;
    --_class-7: #12759f;
    --_class-8: #96512a;
    --_class-9: #5c6470;
    color-scheme: light;
  }
  .root[data-theme='dark'] {
    --_ink: var(--gen-ink, #e9ebef);
    --_ink-soft: var(--gen-ink-soft, #a2a8b3);
    --_paper: var(--gen-paper, var(--_page, #15171c));
    --_line: var(--gen-line, #363a42);
    --_accent: var(--gen-accent, #83a2ff);
    --_danger: #ff8f85;
    --_class-0: #7da7ff;
    --_class-1: #d9a93a;
    --_class-2: #ff8474;
    --_class-3: #45c4b4;
    --_class-4: #82c963;
    --_class-5: #ff7fbd;
    --_class-6: #bd98ff;
    --_class-7: #63bdec;
    --_class-8: #dd9a6c;
    --_class-9: #adb4bf;
    color-scheme: dark;
  }
  .root {
    --_focus: var(--gen-focus, var(--_accent));
    --_radius: var(--gen-radius, 6px);
    --_gap: var(--gen-gap, 12px);
    container-type: inline-size;
    color: var(--_ink);
    font-family: var(--gen-font, inherit);
    font-size: clamp(13px, 0.875em, 16px);
    line-height: 1.45;
    text-align: start;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  .root[data-own-paper] {
    background: var(--_paper);
    padding: var(--_gap);
    border-radius: calc(var(--_radius) * 1.5);
  }
  p {
    margin: 0;
  }
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
    touch-action: manipulation;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .button,
  .alert button {
    padding: 6px 14px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_paper);
  }
  .button.small {
    padding: 1px 9px;
    color: var(--_ink);
  }
  .button:hover,
  .alert button:hover {
    border-color: var(--_ink-soft);
  }
  .button:active,
  .alert button:active {
    background: color-mix(in srgb, var(--_ink) 6%, var(--_paper));
  }
  .button:disabled {
    color: var(--_ink-soft);
    cursor: default;
    border-color: var(--_line);
  }
  .quiet {
    color: var(--_ink-soft);
    font-size: 0.86em;
    font-variant-numeric: tabular-nums;
  }
  .status {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: center;
    gap: var(--_gap);
    border-top: 1px solid var(--_line);
    padding-top: 7px;
    min-height: calc(1.45em + 8px);
  }
  .menu-button {
    position: relative;
    padding: 0 8px;
    border: 0;
    border-radius: var(--_radius);
    background: none;
    font-weight: bold;
    line-height: 1.45;
  }
  .menu-button::after {
    content: '';
    position: absolute;
    inset: -6px;
  }
  .menu-button:hover,
  .menu-button[aria-expanded='true'] {
    color: var(--_ink);
    background: color-mix(in srgb, var(--_ink) 8%, transparent);
  }
  .caption {
    padding-top: 8px;
  }
  .caption ::slotted(*) {
    margin-block: 0;
    color: var(--_ink-soft);
    font-size: 0.95em;
  }
  .poster {
    position: absolute;
    inset: 0;
    overflow: hidden;
    border-radius: var(--_radius);
  }
  .poster ::slotted(*) {
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .alert {
    position: absolute;
    z-index: 2;
    inset: auto 8px 8px 8px;
    max-height: calc(100% - 16px);
    overflow: auto;
    padding: 12px 14px;
    border: 1px solid var(--_line);
    border-inline-start: 3px solid var(--_danger);
    border-radius: var(--_radius);
    background: var(--_paper);
  }
  .alert .detail {
    margin: 4px 0 10px;
    color: var(--_ink-soft);
    font-size: 0.86em;
    overflow-wrap: anywhere;
  }
  @media (pointer: coarse) {
    .button,
    .alert button {
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .root {
      --_ink: CanvasText;
      --_ink-soft: CanvasText;
      --_paper: Canvas;
      --_line: CanvasText;
      --_accent: Highlight;
    }
  }
`;
