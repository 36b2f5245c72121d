import type {Coverage} from '../../src/data/coverage.js';
import type {Judged} from './scene.js';

/**
 * What goes wrong, by figures: `collapse`: samples are in five of eight parts of the data or fewer; `hopping`: the same, and the part that gets most of them changes again and again; `silent`: the discriminator is
 * hardly ever wrong, and the loss passes next to nothing of its slope on to the generator; `even`: nothing is missing, and the two distributions are close; `crowded`: nothing is missing, but they are not; `learning`: none of it.
 */
export type Diagnosis = 'collapse' | 'hopping' | 'silent' | 'even' | 'crowded' | 'learning';

/** Looks back on so many measurements at least before a collapse is called one: a generator may pass through one. */
const PATIENCE = 6;
const COLLAPSED = 5 / 8;
/** Changes of the fullest part within what is looked back on. */
const HOPS = 3;
/** Share of the answers that are right, and of the discriminator's slope that the loss passes on. */
const SURE = 0.8;
const SILENT = 0.3;
/** Jensen–Shannon divergence above its floor, in nats. */
const CLOSE = 0.1;

/** By the measurements of the last steps, oldest first, and the answers of the discriminator now. */
export function diagnose(memory: readonly Coverage[], {right, passed}: Judged, floor: number | undefined): Diagnosis {
  const now = memory.at(-1)!;
  if (right !== undefined && right >= SURE && passed < SILENT) return 'silent';
  const recent = memory.slice(-PATIENCE);
  const isCollapsed = ({covered, parts}: Coverage) => covered <= COLLAPSED * parts;
  if (recent.length === PATIENCE && recent.every(isCollapsed)) {
    const hops = memory.filter(({most}, i) => i > 0 && most !== memory[i - 1]!.most).length;
    return hops >= HOPS ? 'hopping' : 'collapse';
  }
  if (now.covered < now.parts) return 'learning';
  return now.js - (floor ?? 0) < CLOSE ? 'even' : 'crowded';
}
