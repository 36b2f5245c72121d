import type {Session} from '../../src/client/session.js';
import type {Picture} from '../../src/elements/controls/image-canvas.js';
import {isAbort} from '../../src/elements/model-controller.js';

export type StripHost = {
  session: () => Session<'vae'> | undefined;
  changed: () => void;
  failed: (error: unknown, retry: () => void) => void;
};

/** Pictures decoded side by side, in one run; of several wishes the latest. */
export class Strip {
  /** The pictures of the latest wish that was granted, as one batch. */
  pictures: Picture | undefined;
  readonly #host: StripHost;
  readonly #channel: string;
  #session: Session<'vae'> | undefined;
  #wanted: Float32Array | undefined;

  constructor(channel: string, host: StripHost) {
    this.#channel = channel;
    this.#host = host;
  }

  /** Decodes these latents, unless they are the ones that were asked for last. */
  want(latents: readonly (readonly number[])[]): void {
    const session = this.#host.session();
    const data = Float32Array.from(latents.flat());
    if (!session || (session === this.#session && isSame(data, this.#wanted))) return;
    this.#session = session;
    this.#wanted = data;
    // The worker takes the buffer.
    void this.#decode(session, data.slice(), latents.length);
  }

  async #decode(session: Session<'vae'>, data: Float32Array<ArrayBuffer>, count: number): Promise<void> {
    try {
      const {x} = await session.ops.decode({z: {data, shape: [count, data.length / count]}}, {channel: this.#channel});
      if (session !== this.#host.session()) return;
      const {shape, range} = session.manifest.data;
      this.pictures = {data: x.data, shape, range};
      this.#host.changed();
    } catch (error) {
      if (isAbort(error) || session !== this.#host.session()) return;
      this.#host.failed(error, () => {
        this.#wanted = undefined;
        this.#host.changed();
      });
    }
  }
}

function isSame(a: Float32Array, b: Float32Array | undefined): boolean {
  return a.length === b?.length && a.every((value, i) => value === b[i]);
}
