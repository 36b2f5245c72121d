/** Promises by key, made once. A rejected one is forgotten, so that the next caller tries again. */
export class Memo<Value> {
  readonly #promises = new Map<string, Promise<Value>>();

  get(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#promises.get(key);
    if (known) return known;
    const promise = make();
    this.#promises.set(key, promise);
    promise.catch(() => {
      if (this.#promises.get(key) === promise) this.#promises.delete(key);
    });
    return promise;
  }

  delete(key: string): void {
    this.#promises.delete(key);
  }

  /** What is there or on its way, by key. */
  entries(): IterableIterator<[string, Promise<Value>]> {
    return this.#promises.entries();
  }

  /** Forgets everything and hands each value, once it is there, to `release`. */
  clear(release: (value: Value) => void = () => {}): void {
    for (const promise of this.#promises.values()) promise.then(release, () => {});
    this.#promises.clear();
  }
}
