import {css} from 'lit';

/** Styles of what is fetched late. */
export const lateStyles = css`
  .situations {
    display: grid;
    gap: 16px 28px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .situations li {
    display: grid;
    gap: 6px;
    align-content: start;
  }
  h3 {
    margin: 0;
    font-size: 1em;
  }
  .situations .buttons {
    align-items: center;
  }
  .settings .choice,
  .side .choice {
    gap: 4px 8px;
  }
  .side .choice .choice {
    margin-inline-end: 14px;
  }
  .sides {
    display: grid;
    gap: 12px 24px;
    width: 100%;
  }
  .side {
    min-width: 0;
    margin: 0;
    padding: 8px 12px 10px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .side.discriminator legend {
    color: var(--_class-4);
  }
  .side.generator legend {
    color: var(--_class-6);
  }
  @container (min-width: 520px) {
    .sides,
    .situations {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
`;
