import {css, html, type TemplateResult} from 'lit';
import {cssProperties} from '../css-properties.js';

export type SliderOptions = {
  id: string;
  label: unknown;
  value: number;
  /** The value as a reader sees it. */
  text: string;
  min: number;
  max: number;
  step: number;
  disabled: boolean;
  onInput: (value: number) => void;
  /** What lies on the track, from `sliderMark`. */
  mark?: unknown;
};

/** A native range input: label above, value at the right of the label. */
export function slider({id, label, value, text, min, max, step, disabled, onInput, mark}: SliderOptions): TemplateResult {
  return html`
    <div class="slider">
      <label for=${id}>${label}</label><span class="value" aria-hidden="true">${text}</span>
      <input
        id=${id}
        type="range"
        min=${min}
        max=${max}
        step=${step}
        .value=${String(value)}
        aria-valuetext=${text}
        ?disabled=${disabled}
        ${cssProperties({'--_filled': `${(100 * (value - min)) / (max - min)}%`})}
        @input=${(event: Event) => onInput((event.target as HTMLInputElement).valueAsNumber)}
      />${mark}
    </div>
  `;
}

const track = css`
  height: 3px;
  border-radius: 2px;
  background: linear-gradient(to right, var(--_accent) var(--_filled), var(--_line) var(--_filled));
`;
const thumb = css`
  appearance: none;
  -webkit-appearance: none;
  width: 18px;
  height: 18px;
  border: 5px solid var(--_accent);
  border-radius: 50%;
  background: var(--_paper);
`;

export const sliderStyles = css`
  .slider {
    display: grid;
    grid-template-columns: 1fr auto;
    column-gap: 8px;
  }
  .slider label {
    color: var(--_ink-soft);
  }
  .slider .value {
    font-variant-numeric: tabular-nums;
  }
  .slider input {
    grid-column: 1 / -1;
    appearance: none;
    -webkit-appearance: none;
    width: 100%;
    height: 24px;
    margin: 0;
    background: none;
    cursor: pointer;
    direction: ltr;
    border-radius: var(--_radius);
    touch-action: pan-y;
  }
  .slider input::-webkit-slider-runnable-track {
    ${track}
  }
  .slider input::-moz-range-track {
    ${track}
  }
  .slider input::-webkit-slider-thumb {
    ${thumb}
    margin-top: -7.5px;
  }
  .slider input::-moz-range-thumb {
    ${thumb}
  }
  .slider input:disabled {
    opacity: 0.5;
    cursor: default;
  }
  @media (pointer: coarse) {
    .slider input {
      height: 44px;
    }
  }
  @media (forced-colors: active) {
    .slider input {
      appearance: auto;
      -webkit-appearance: auto;
    }
  }
`;
