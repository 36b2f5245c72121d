import type {Session} from '../../src/client/session.js';
import {paintPicture} from '../../src/elements/controls/image-canvas.js';
import {isAbort} from '../../src/elements/model-controller.js';
import type {Batch} from '../../src/format/graph.js';
import type * as EncodeTools from './encode-tools.js';
import type {Posterior} from './examples.js';
import type {Score} from './score.js';

type Tools = typeof EncodeTools;

export type EncodingHost = {
  session: () => Session<'vae'> | undefined;
  thumbnails: () => Iterable<HTMLCanvasElement>;
  changed: () => void;
  seed: () => number;
  /** The reader picked a picture, and here it lies: at its posterior mean, or where a draw from its posterior fell. */
  found: (z: number[]) => void;
  encoded: () => void;
  failed: (error: unknown, retry: () => void) => void;
};

/** A picture that is to be encoded or is: `again` counts the draws from its posterior. */
type Picked = {index: number; again: number; posterior?: Posterior; score?: Score | undefined};
/** In place of an example's number: the reader's own picture. */
export const OWN = -1;

/** The pictures to encode, and the one that is encoded. */
export class Encoding {
  readonly #host: EncodingHost;
  #examples: Batch[] = [];
  #own: Batch | undefined;
  #picked: Picked | undefined;
  /** The pick whose encoding is under way. */
  #running: Picked | undefined;
  #unpainted = false;
  #painted: HTMLCanvasElement | undefined;
  #follow = false;
  #tools: Tools | undefined;

  constructor(host: EncodingHost) {
    this.#host = host;
  }

  get count(): number {
    return this.#examples.length;
  }

  /** The examples, [1, height, width, channels] each. */
  get examples(): readonly Batch[] {
    return this.#examples;
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

  /** What the picture costs in nats, once that is computed. */
  get score(): Score | undefined {
    return this.#picked?.score;
  }

  /** How often z was drawn from the posterior since the picture was encoded. */
  get again(): number {
    return this.#picked?.again ?? 0;
  }

  /** Marks an example, to be encoded when examples and encoder can be had; then the point may go there. */
  mark(index: number | undefined, follow = false, again = 0): void {
    this.#follow = follow;
    this.#picked = index === undefined ? undefined : {index, again};
    this.#host.changed();
  }

  /** For another model. */
  clear(): void {
    this.#examples = [];
    this.#own = undefined;
    this.mark(this.picked === OWN ? undefined : this.picked, this.#follow, this.again);
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
      else await this.#encode(this.#picked.index, this.again);
    }
  }

  /** Encodes an example, and tells where it lies. */
  async pick(index: number): Promise<void> {
    const posterior = await this.#encode(index);
    if (posterior) this.#host.found(posterior.mean);
  }

  /** Encodes the same picture again: another z of the same posterior. */
  drawAgain(): void {
    const picked = this.#picked;
    if (!picked?.posterior || !this.#tools) return;
    picked.again++;
    this.#host.found(this.#tools.drawFrom(picked.posterior, [this.#host.seed(), picked.index, picked.again]));
  }

  /** Encodes a picture of the reader's own, and tells where it lies. */
  async pickOwn(x: Batch): Promise<Posterior | undefined> {
    this.#own = x;
    this.#tools ??= await import('./encode-tools.js');
    const posterior = await this.#encode(OWN);
    if (posterior) this.#host.found(posterior.mean);
    return posterior;
  }

  async #encode(index: number, again = 0): Promise<Posterior | undefined> {
    const session = this.#host.session();
    const x = index === OWN ? this.#own : this.#examples[index];
    this.mark(x && index, false, again);
    if (!session || !x || !this.#tools) return undefined;
    const picked = (this.#running = this.#picked);
    try {
      const posterior = await this.#tools.encodeExample(session, x);
      this.#host.encoded();
      if (this.#picked !== picked || !picked) return undefined;
      picked.posterior = posterior;
      this.#host.changed();
      if (posterior.deviation) void this.#rate(session, x, picked);
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

  async #rate(session: Session<'vae'>, x: Batch, picked: Picked): Promise<void> {
    try {
      picked.score = await this.#tools!.score(session, x, this.#host.seed());
      this.#host.changed();
    } catch (error) {
      if (!isAbort(error) && picked === this.#picked && session === this.#host.session())
        this.#host.failed(error, () => void this.#rate(session, x, picked));
    }
  }

  /** After an update: thumbnails are canvases, because a strict page allows no image from a blob. */
  paint(): void {
    const {shape, range} = this.#host.session()?.manifest.data ?? {};
    const canvases = [...this.#host.thumbnails()];
    // They are others once they have been hidden.
    if (!canvases[0] || !shape || !range || (!this.#unpainted && canvases[0] === this.#painted)) return;
    this.#unpainted = false;
    this.#painted = canvases[0];
    canvases.forEach((canvas, i) => paintPicture(canvas, {data: this.#examples[i]!.data, shape, range}));
  }
}
