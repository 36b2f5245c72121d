type Policy = {createHTML(html: string): string; createScriptURL(url: string): string};
type Factory = {createPolicy(name: string, rules: Policy): Policy};

/** The names by which a page may allow this library. A name can be taken once, so a second copy, or the page's own Lit, leaves the other one. */
const NAMES = ['generative-elements', 'lit-html'];
const plain: Policy = {createHTML: (html) => html, createScriptURL: (url) => url};
let policy: Policy | undefined;

/** A policy for pages that require Trusted Types; where the page allows neither name, plain strings, which work where nothing is enforced. */
function allowed(): Policy {
  const {trustedTypes} = globalThis as {trustedTypes?: Factory};
  for (const name of NAMES) {
    try {
      policy ??= trustedTypes?.createPolicy(name, plain);
    } catch {
      // The page allows other names only.
    }
  }
  return (policy ??= plain);
}

/** Lit's templates, which are part of this script. In the script-tag builds Lit asks here. */
export function trustedHtml(html: string): string {
  return allowed().createHTML(html);
}

export function trustedScriptUrl(url: string): string {
  return allowed().createScriptURL(url);
}
