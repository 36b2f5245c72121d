/** A signal that is raised again and again. */
export class Changes {
  #raise!: () => void;
  #next = new Promise<void>((resolve) => (this.#raise = resolve));

  get next(): Promise<void> {
    return this.#next;
  }

  raise(): void {
    this.#raise();
    this.#next = new Promise((resolve) => (this.#raise = resolve));
  }
}
