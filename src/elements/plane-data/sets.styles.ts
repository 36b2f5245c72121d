import {css} from 'lit';

/** Styles of the choice of data sets, and of the buttons beside it that open panels. */
export const setsStyles = css`
  .sets {
    display: grid;
    gap: 2px;
  }
  select {
    font: inherit;
    color: var(--_ink);
    background: var(--_paper);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    padding: 5px 8px;
    min-height: calc(1.45em + 14px);
    max-width: 100%;
  }
  .button[aria-expanded='true'] {
    border-color: var(--_accent);
  }
  @media (pointer: coarse) {
    select {
      min-height: 44px;
    }
  }
`;
