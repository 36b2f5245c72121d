import type {FamilyName} from '../format/manifest.js';
import type {CallResult, Family, OpOptions} from './family.js';
import {vae} from './vae.js';

/** A family's operations by name, as a host sees them: arguments come from another thread and are checked by the operation itself. */
export type AnyOps = Record<string, (args: unknown, options: OpOptions) => Promise<CallResult>>;

/** The families that a host can open. */
export const FAMILIES: Partial<Record<FamilyName, Family<AnyOps>>> = {vae: vae as Family<unknown> as Family<AnyOps>};
