import type {Session} from '../../src/client/session.js';
import {whenIdle} from '../../src/elements/when-idle.js';
import type {Exploration} from './exploration.js';
import {StillPlane} from './still-plane.js';

/** What may come after the first image, in the order of its use: points, tiles, pictures to encode. */
export class AfterFirstView {
  /** Tiles, points and names. */
  readonly still: StillPlane;
  readonly #exploration: Exploration;
  /** The session that is filling in. */
  #filling: Session<'vae'> | undefined;

  constructor(exploration: Exploration) {
    this.#exploration = exploration;
    this.still = new StillPlane(
      {
        ...exploration.host,
        nameOf: (label) => exploration.nameOf(label),
        chart: () => exploration.chart,
        through: () => exploration.z,
        refill: () => void exploration.fill(),
      },
      exploration.extent,
    );
  }

  /** Goes on where it was left, as far as panels are shown and the figure is seen. */
  async fill(session: Session<'vae'>): Promise<void> {
    const {host, point, encoding} = this.#exploration;
    const wanted = () => session === host.session() && host.visible();
    if (session === this.#filling || !wanted()) return;
    this.#filling = session;
    try {
      await whenIdle();
      if (!wanted()) return;
      await this.still.loadPoints(session, wanted);
      await this.still.fill(session, point[1], wanted);
      // Without them nobody knows what a reader's own picture should look like.
      const needsExamples = host.shows('examples') || host.shows('picture');
      if (needsExamples) await whenIdle();
      if (needsExamples && wanted()) await encoding.load(session);
      if (wanted()) host.mended('extras');
    } finally {
      if (this.#filling === session) this.#filling = undefined;
    }
  }
}
