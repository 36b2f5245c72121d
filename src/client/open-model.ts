import type {ModelRef, OpenFamily, OpenOptions, Session} from './session.js';
import {sharedCore} from './shared-core.js';

/**
 * Opens a pretrained model. All sessions of a page share one inference worker, started by the first; sessions of the same model share its nets
 * and files. Nets are fetched when an operation first needs them.
 *
 * @throws GenerativeError (`not-found`, `network`, `integrity`, `format`, `wrong-family`, `worker-lost`), or the signal's reason.
 */
export function openModel<F extends OpenFamily>(ref: ModelRef, options: OpenOptions<F>): Promise<Session<F>> {
  return sharedCore().open(ref, options);
}
