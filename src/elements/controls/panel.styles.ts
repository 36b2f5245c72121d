import {css} from 'lit';

/** Styles of a panel that opens below a figure: buttons, choices and settings. */
export const panelStyles = css`
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
  .settings {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 28px;
    align-items: center;
    width: 100%;
  }
`;
