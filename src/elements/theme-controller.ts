import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {observePage} from './page-observer.js';
import {resolveLook, type Look, type ThemeChoice} from './theme.js';

/** Keeps the host's look in step with the page's. */
export class ThemeController implements ReactiveController {
  look: Look = {theme: 'light', paper: undefined, ownPaper: false};
  readonly #host: ReactiveControllerHost & Element & {theme: string};
  #choice = '';
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost & Element & {theme: string}) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = observePage(() => this.#look());
    this.#look();
  }

  /** Reading styles costs, and an update comes with every move of a pointer: look again only when the attribute asks for something else. */
  hostUpdate(): void {
    if (this.#host.theme !== this.#choice) this.#look();
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  #look(): void {
    this.#choice = this.#host.theme;
    const choice: ThemeChoice = this.#choice === 'light' || this.#choice === 'dark' ? this.#choice : 'auto';
    const look = resolveLook(this.#host, choice);
    if (look.theme === this.look.theme && look.paper === this.look.paper && look.ownPaper === this.look.ownPaper) return;
    this.look = look;
    this.#host.requestUpdate();
  }
}
