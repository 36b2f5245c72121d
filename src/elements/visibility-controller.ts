import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Tells whether a reader could see the host: in the viewport, in a tab that is shown. Nothing is fetched or computed otherwise. */
export class VisibilityController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #changed: () => void;
  #observer: IntersectionObserver | undefined;
  #intersecting = false;

  constructor(host: ReactiveControllerHost & Element, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  get visible(): boolean {
    return this.#intersecting && document.visibilityState !== 'hidden';
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#changed);
    this.#observer = new IntersectionObserver((entries) => {
      this.#intersecting = entries.at(-1)?.isIntersecting ?? false;
      this.#changed();
    });
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#changed);
    this.#observer?.disconnect();
    this.#intersecting = false;
  }
}
