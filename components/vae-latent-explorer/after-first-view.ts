import type {Session} from '../../src/client/session.js';
import {whenIdle} from '../../src/elements/when-idle.js';
import type {Encoding} from './encoding.js';
import type {StillPlane, StillPlaneHost} from './still-plane.js';

export type AfterFirstViewHost = Omit<StillPlaneHost, 'shows'> & {
  shows: (panel: string) => boolean;
  session: () => Session<'vae'> | undefined;
  visible: () => boolean;
  /** Where on the plane tiles are wanted first. */
  row: () => number;
  encoding: Encoding;
  mended: () => void;
  failed: (error: unknown, retry: () => void) => void;
};

/** What may come after the first image, in the order of its use: points, tiles, pictures to encode. */
export class AfterFirstView {
  /** Tiles, points and names; their code comes after the first view too. */
  still: StillPlane | undefined;
  readonly #host: AfterFirstViewHost;
  readonly #extent: number;
  /** The session whose first output is on the screen, and the one that is filling in. */
  #shown: Session<'vae'> | undefined;
  #filling: Session<'vae'> | undefined;

  constructor(host: AfterFirstViewHost, extent: number) {
    this.#host = host;
    this.#extent = extent;
  }

  /** The first output of this session is on the screen. */
  begin(session: Session<'vae'>): void {
    this.#shown = session;
    void this.fill();
  }

  /** Goes on where it was left, as far as panels are shown and the figure is seen. */
  async fill(): Promise<void> {
    const host = this.#host;
    const session = host.session();
    const wanted = () => session === host.session() && host.visible();
    if (!session || session !== this.#shown || session === this.#filling || !wanted()) return;
    this.#filling = session;
    try {
      await whenIdle();
      if (!wanted()) return;
      const still = (this.still ??= await this.#open());
      await still.loadPoints(session, wanted);
      await still.fill(session, host.row(), wanted);
      if (host.shows('examples')) await whenIdle();
      if (host.shows('examples') && wanted()) await host.encoding.load(session);
      if (wanted()) host.mended();
    } catch (error) {
      if (session === host.session()) host.failed(error, () => void this.fill());
    } finally {
      if (this.#filling === session) this.#filling = undefined;
    }
  }

  async #open(): Promise<StillPlane> {
    const {StillPlane} = await import('./still-plane.js');
    return new StillPlane(this.#host, this.#extent);
  }
}
