import {parseState} from './attributes.js';

/** Longer states than elements have are nobody's link. */
const LONGEST = 10_000;

/** A link to the page in which the element of this id has this state: `#<id>=<state>`. */
export function linkToState(page: string, id: string, state: object): string {
  const url = new URL(page);
  url.hash = `${encodeURIComponent(id)}=${encodeURIComponent(JSON.stringify(state))}`;
  return url.href;
}

/** The state that the page's address gives to the element of this id. A hash is anybody's: what is no state of it is no fault either. */
export function stateOfLink(hash: string, id: string): Record<string, unknown> | undefined {
  const begins = `#${encodeURIComponent(id)}=`;
  if (!id || !hash.startsWith(begins) || hash.length > LONGEST) return undefined;
  try {
    return parseState(decodeURIComponent(hash.slice(begins.length)));
  } catch {
    return undefined;
  }
}
