/** Speech after each step of a drag would never end: it waits until nothing has changed for so long, in milliseconds. */
const REST = 700;

/** What a polite live region says, once things have come to rest. */
export class Spoken {
  text = '';
  readonly #changed: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  say(sentence: () => string): void {
    this.stop();
    this.#timer = setTimeout(() => {
      this.text = sentence();
      this.#changed();
    }, REST);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
