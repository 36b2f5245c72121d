import type {CSSResult, TemplateResult} from 'lit';

/** What opens in place below its button. */
export interface Panel {
  render(): TemplateResult;
}

/** A panel whose code is fetched when a reader first opens it. */
export class LatePanel<P extends Panel> {
  isOpen = false;
  /** The panel, once it is there. */
  panel: P | undefined;
  readonly #load: () => Promise<P>;
  #loading: Promise<P> | undefined;
  readonly #changed: () => void;
  readonly #failed: (error: unknown, retry: () => void) => void;

  constructor(load: () => Promise<P>, changed: () => void, failed: (error: unknown, retry: () => void) => void) {
    this.#load = load;
    this.#changed = changed;
    this.#failed = failed;
  }

  async toggle(open = !this.isOpen): Promise<void> {
    this.isOpen = open;
    this.#changed();
    if (!open || this.panel) return;
    try {
      // One, however often it is asked for until it is there; after a fault it is asked for anew.
      this.panel = await (this.#loading ??= this.#load());
      this.#changed();
    } catch (error) {
      this.#loading = undefined;
      this.isOpen = false;
      this.#failed(error, () => void this.toggle(true));
    }
  }

  render(): TemplateResult | undefined {
    return this.isOpen ? this.panel?.render() : undefined;
  }
}

/** Styles of a panel, for a shadow root that was made without them. */
export function addStyles(root: ShadowRoot, {styleSheet}: CSSResult): void {
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
}
