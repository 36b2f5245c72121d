import {Core, CORE_API} from './core.js';

const KEY = Symbol.for('generative-elements/core@1');
let own: Core | undefined;

/** The page's core: that of the first copy of this library on the page, or, where the two do not fit together, one of this copy's own. */
export function sharedCore(): Core {
  const page = globalThis as {[KEY]?: Core};
  const shared = page[KEY];
  if (shared?.api === CORE_API) return shared;
  if (own) return own;
  own = new Core();
  if (shared)
    console.warn('generative-elements: two versions of this library are on the page; each runs a core of its own. Load one version.');
  else page[KEY] = own;
  return own;
}
