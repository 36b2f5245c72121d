import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {stateOfLink} from './link-state.js';

/** Follows links to a state of the host, `#<id>=<state>`, when the page is opened and when its hash changes. */
export class LinkController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #take: (state: Record<string, unknown>) => void;
  /** The page's address has a state for the host. */
  isFollowed = false;

  /** @param take may throw: a hash is anybody's, and one that says nothing good is passed over. */
  constructor(host: ReactiveControllerHost & Element, take: (state: Record<string, unknown>) => void) {
    this.#host = host;
    this.#take = take;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#follow);
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#follow);
  }

  /** Takes the state that the page's address has for the host, if there is one. */
  take(): boolean {
    const state = stateOfLink(location.hash, this.#host.id);
    try {
      if (state) this.#take(state);
      this.isFollowed = !!state;
    } catch {
      this.isFollowed = false;
    }
    return this.isFollowed;
  }

  readonly #follow = (): void => {
    if (this.take()) this.#host.scrollIntoView({block: 'nearest'});
  };
}
