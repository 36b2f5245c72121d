import type {Session} from '../../src/client/session.js';
import {paintPicture} from '../../src/elements/controls/image-canvas.js';
import {isAbort} from '../../src/elements/model-controller.js';
import type {Batch} from '../../src/format/graph.js';
import type * as EncodeTools from './encode-tools.js';
import type {Posterior} from './examples.js';

type Tools = typeof EncodeTools;

export type EncodingHost = {
  session: () => Session<'vae'> | undefined;
  thumbnails: () => Iterable<HTMLCanvasElement>;
  changed: () => void;
  /** The reader picked a picture, and this is where it lies. */
  found: (posterior: Posterior) => void;
  encoded: () => void;
  failed: (error: unknown, retry: () => void) => void;
};

/** The pictures to encode, and the one that is encoded. */
export class Encoding {
  readonly #host: EncodingHost;
  #examples: Batch[] = [];
  #picked: {index: number; posterior?: Posterior} | undefined;
  /** The pick whose encoding is under way. */
  #running: {index: number} | undefined;
  #unpainted = false;
  #follow = false;
  #tools: Tools | undefined;

  constructor(host: EncodingHost) {
    this.#host = host;
  }

  get count(): number {
    return this.#examples.length;
  }

  get picked(): number | undefined {
    return this.#picked?.index;
  }

  /** What draws a posterior, once there may be one. */
  get tools(): Tools | undefined {
    return this.#tools;
  }

  get posterior(): Posterior | undefined {
    return this.#picked?.posterior;
  }

  /** Marks an example, to be encoded when examples and encoder can be had; then the point may go there. */
  mark(index: number | undefined, follow = false): void {
    this.#follow = follow;
    this.#picked = index === undefined ? undefined : {index};
    this.#host.changed();
  }

  /** For another model. */
  clear(): void {
    this.#examples = [];
    this.mark(this.picked, this.#follow);
  }

  async load(session: Session<'vae'>): Promise<void> {
    this.#tools ??= await import('./encode-tools.js');
    if (this.count === 0) {
      this.#examples = await this.#tools.readExamples(session);
      this.#unpainted = true;
      this.#host.changed();
    }
    // Another picture may be marked while one is encoded.
    while (this.#picked && !this.#picked.posterior && this.#picked !== this.#running && session === this.#host.session()) {
      if (this.#follow) await this.pick(this.#picked.index);
      else await this.#encode(this.#picked.index);
    }
  }

  /** Encodes an example, and tells where it lies. */
  async pick(index: number): Promise<void> {
    const posterior = await this.#encode(index);
    if (posterior) this.#host.found(posterior);
  }

  async #encode(index: number): Promise<Posterior | undefined> {
    const session = this.#host.session();
    const x = this.#examples[index];
    this.mark(x && index);
    if (!session || !x || !this.#tools) return undefined;
    const picked = (this.#running = this.#picked);
    try {
      const posterior = await this.#tools.encodeExample(session, x);
      this.#host.encoded();
      if (this.#picked !== picked) return undefined;
      this.#picked = {index, posterior};
      this.#host.changed();
      return posterior;
    } catch (error) {
      if (!isAbort(error) && session === this.#host.session()) {
        this.mark(undefined);
        this.#host.failed(error, () => void this.pick(index));
      }
      return undefined;
    } finally {
      if (this.#running === picked) this.#running = undefined;
    }
  }

  /** After an update: thumbnails are canvases, because a strict page allows no image from a blob. */
  paint(): void {
    const {shape, range} = this.#host.session()?.manifest.data ?? {};
    if (!this.#unpainted || !shape || !range) return;
    this.#unpainted = false;
    let i = 0;
    for (const canvas of this.#host.thumbnails()) paintPicture(canvas, {data: this.#examples[i++]!.data, shape, range});
  }
}
