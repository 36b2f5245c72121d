import type {FamilyName} from '../format/manifest.js';
import type {CallResult, Family, OpOptions} from './family.js';

/** A family's operations by name, as a host sees them: arguments come from another thread and are checked by the operation itself. */
export type AnyOps = Record<string, (args: unknown, options: OpOptions) => Promise<CallResult>>;

/** The families that a host can open. Each is a part of its own, so that no element pays for another's. */
export const FAMILIES: Partial<Record<FamilyName, () => Promise<Family<AnyOps>>>> = {
  vae: async () => (await import('./vae.js')).vae as Family<unknown> as Family<AnyOps>,
  gan: async () => (await import('./gan.js')).gan as Family<unknown> as Family<AnyOps>,
  flow: async () => (await import('./flow.js')).flow as Family<unknown> as Family<AnyOps>,
};
