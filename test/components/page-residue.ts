type Counts = {listeners: number; observers: number; objectUrls: number};
type Observer = {observe(...args: never[]): void; disconnect(): void};

/** Counts what a page gets and does not lose again: listeners on what outlives elements, observers, object URLs. */
export class PageResidue {
  readonly #listeners = new Set<string>();
  readonly #observers = new Set<unknown>();
  readonly #urls = new Set<string>();
  readonly #restore: (() => void)[] = [];
  readonly #names = new WeakMap<object, number>();
  #lastName = 0;

  constructor() {
    this.#watchListeners();
    for (const kind of [IntersectionObserver, ResizeObserver, MutationObserver]) this.#watchObserver(kind.prototype as Observer);
    this.#watchUrls();
  }

  get counts(): Counts {
    return {listeners: this.#listeners.size, observers: this.#observers.size, objectUrls: this.#urls.size};
  }

  restore(): void {
    for (const restore of this.#restore) restore();
  }

  #nameOf(object: object): number {
    if (!this.#names.has(object)) this.#names.set(object, ++this.#lastName);
    return this.#names.get(object)!;
  }

  #watchListeners(): void {
    const {prototype} = EventTarget;
    const {addEventListener, removeEventListener} = prototype;
    const lasting = (target: unknown): target is object =>
      [undefined, window, document, document.documentElement, document.body].includes(target as never) || target instanceof MediaQueryList;
    const key = (target: object, type: string, listener: object, options?: boolean | EventListenerOptions): string => {
      const capture = typeof options === 'object' ? options.capture : options;
      return `${this.#nameOf(target)} ${type} ${this.#nameOf(listener)} ${Boolean(capture)}`;
    };
    const listeners = this.#listeners;
    prototype.addEventListener = function (type: string, listener: EventListener | null, options?: boolean | AddEventListenerOptions) {
      // Called bare, `this` is the window.
      const target = this ?? window;
      if (listener && lasting(target)) {
        const name = key(target, type, listener, options);
        listeners.add(name);
        const {once, signal} = typeof options === 'object' ? options : {};
        if (once) addEventListener.call(target, type, () => listeners.delete(name), {once});
        signal?.addEventListener('abort', () => listeners.delete(name));
      }
      addEventListener.call(target, type, listener, options);
    };
    prototype.removeEventListener = function (type: string, listener: EventListener | null, options?: boolean | EventListenerOptions) {
      const target = this ?? window;
      if (listener && lasting(target)) listeners.delete(key(target, type, listener, options));
      removeEventListener.call(target, type, listener, options);
    };
    this.#restore.push(() => Object.assign(prototype, {addEventListener, removeEventListener}));
  }

  #watchObserver(prototype: Observer): void {
    const {observe, disconnect} = prototype;
    const observers = this.#observers;
    prototype.observe = function (...args) {
      observers.add(this);
      observe.apply(this, args);
    };
    prototype.disconnect = function () {
      observers.delete(this);
      disconnect.call(this);
    };
    this.#restore.push(() => Object.assign(prototype, {observe, disconnect}));
  }

  #watchUrls(): void {
    const {createObjectURL, revokeObjectURL} = URL;
    URL.createObjectURL = (object) => {
      const url = createObjectURL(object);
      this.#urls.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      this.#urls.delete(url);
      revokeObjectURL(url);
    };
    this.#restore.push(() => Object.assign(URL, {createObjectURL, revokeObjectURL}));
  }
}
