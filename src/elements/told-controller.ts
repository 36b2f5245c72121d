import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {GenChangeEvent} from './events.js';

/** Speech after each step of a drag would never end: it waits until nothing has changed for so long, in milliseconds. */
const REST = 700;

type Host = ReactiveControllerHost & EventTarget & {getState(): object};

/** Tells what a reader has changed: one event an update to the page, and one sentence to a live region when things have come to rest. */
export class ToldController implements ReactiveController {
  /** What the live region says. */
  text = '';
  readonly #host: Host;
  readonly #sentence: () => string;
  #isChanged = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host, sentence: () => string) {
    this.#host = host;
    this.#sentence = sentence;
    host.addController(this);
  }

  hostUpdated(): void {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    this.#host.dispatchEvent(new GenChangeEvent(this.#host.getState()));
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  /** A user action changed the state. */
  tell(): void {
    this.#isChanged = true;
    this.#host.requestUpdate();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.text = this.#sentence();
      this.#host.requestUpdate();
    }, REST);
  }
}
