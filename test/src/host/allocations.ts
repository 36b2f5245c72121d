/** Watches what JavaScript allocates as binary memory, by standing in for its constructors: in Node, where a test has the process to itself. */
export class Allocations {
  /** Bytes of the largest one, and of all together. */
  largest = 0;
  sum = 0;
  /** Bytes that a WebAssembly memory has grown to. */
  wasm = 0;
  readonly #grow = WebAssembly.Memory.prototype.grow;
  readonly #real: [string, new (...args: unknown[]) => object][] = [];

  constructor() {
    for (const name of ['ArrayBuffer', 'Uint8Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array'] as const) {
      const real = globalThis[name] as unknown as new (...args: unknown[]) => object;
      const size = (real as unknown as {BYTES_PER_ELEMENT?: number}).BYTES_PER_ELEMENT ?? 1;
      this.#real.push([name, real]);
      const stand: typeof real = new Proxy(real, {
        construct: (target, args: unknown[], self: unknown): object => {
          this.#count(args[0], size);
          // A subclass keeps its prototype.
          return Reflect.construct(target, args, (self === stand ? target : self) as typeof real) as object;
        },
      });
      this.#install(name, real, stand);
    }
    const {grow} = {grow: this.#grow};
    const grown = (memory: WebAssembly.Memory): void => void (this.wasm = Math.max(this.wasm, memory.buffer.byteLength));
    WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages) {
      const before = grow.call(this, pages);
      grown(this);
      return before;
    };
  }

  /** The constructors as they were. */
  restore(): void {
    for (const [name, real] of this.#real) this.#install(name, real, real);
    WebAssembly.Memory.prototype.grow = this.#grow;
  }

  /** `slice`, `map` and `from` ask the prototype which constructor to call. */
  #install(name: string, {prototype}: {prototype: object}, constructor: unknown): void {
    Object.defineProperty(globalThis, name, {value: constructor, writable: true, configurable: true});
    Object.defineProperty(prototype, 'constructor', {value: constructor, writable: true, configurable: true});
  }

  #count(what: unknown, size: number): void {
    const length = typeof what === 'object' && what !== null ? ((what as {length?: number}).length ?? 0) : Number(what ?? 0);
    const bytes = length * size;
    this.largest = Math.max(this.largest, bytes);
    this.sum += bytes;
  }
}
