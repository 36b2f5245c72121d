import {css, html, type TemplateResult} from 'lit';

export type Tabs<Name extends string> = {
  names: readonly Name[];
  open: Name;
  /** Of the row of tabs. */
  label: string;
  title: (name: Name) => unknown;
  show: (name: Name) => void;
  /** What the open tab shows. */
  panel: unknown;
};

/** What is behind More: tabs, and the panel of the one that is open. */
export function tabs<Name extends string>({names, open, label, title, show, panel}: Tabs<Name>): TemplateResult {
  return html`<section class="more" id="more" part="more-panel">
    <div class="tabs" role="tablist" aria-label=${label} @keydown=${rove}>
      ${names.map(
        (name) =>
          html`<button
            role="tab"
            id="tab-${name}"
            aria-selected=${name === open}
            aria-controls="panel"
            tabindex=${name === open ? 0 : -1}
            @click=${() => show(name)}
          >
            ${title(name)}
          </button>`,
      )}
    </div>
    <div class="panel" role="tabpanel" id="panel" aria-labelledby="tab-${open}">${panel}</div>
  </section>`;
}

/** From tab to tab by arrow keys; the one that is reached is shown. */
function rove(event: KeyboardEvent): void {
  const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')];
  const at = all.findIndex((tab) => tab.matches(':focus'));
  const next = all.at((at + step) % all.length);
  next?.focus();
  next?.click();
}

export const tabStyles = css`
  .more {
    min-width: 0;
    border-top: 1px solid var(--_line);
    padding-top: 8px;
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    margin-bottom: 8px;
  }
  .tabs button {
    padding: 4px 6px;
    min-height: 28px;
    border: 0;
    border-bottom: 2px solid transparent;
    background: none;
    color: var(--_ink-soft);
  }
  .tabs button:hover {
    color: var(--_ink);
  }
  .tabs button[aria-selected='true'] {
    color: var(--_ink);
    border-color: var(--_accent);
  }
  .panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    justify-items: start;
  }
  .panel > * {
    max-width: 100%;
  }
  @container (min-width: 520px) {
    .tabs button {
      padding-inline: 10px;
    }
  }
  @media (pointer: coarse) {
    .tabs button {
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .tabs button[aria-selected='true'] {
      border-color: Highlight;
    }
  }
`;
