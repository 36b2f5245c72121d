import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Tells when one of the host's parts has another size. */
export class ResizeController implements ReactiveController {
  readonly #part: () => Element | null;
  readonly #observer: ResizeObserver;
  #isObserving = false;

  constructor(host: ReactiveControllerHost, part: () => Element | null, changed: () => void) {
    this.#part = part;
    this.#observer = new ResizeObserver(changed);
    host.addController(this);
  }

  /** Also after a move: who is put into a page again is updated again. */
  hostUpdated(): void {
    const part = this.#isObserving ? null : this.#part();
    if (!part?.isConnected) return;
    this.#isObserving = true;
    this.#observer.observe(part);
  }

  hostDisconnected(): void {
    // An observer with something to observe stays alive, and its element with it.
    this.#observer.disconnect();
    this.#isObserving = false;
  }
}
