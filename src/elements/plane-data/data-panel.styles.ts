import {css} from 'lit';

/** Styles of the panel for data of one's own. */
export const dataPanelStyles = css`
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
