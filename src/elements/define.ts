/** Version of this copy of the library, for the warning about two copies on one page. */
export const VERSION = '0.1.0';

/**
 * Registers an element unless its tag is taken: `customElements.define` throws the second time, and a page may well load the library twice.
 * Another version under the same tag is worth one warning.
 */
export function define(tag: string, element: CustomElementConstructor & {version: string}): void {
  const present = customElements.get(tag) as (CustomElementConstructor & {version?: string}) | undefined;
  if (!present) customElements.define(tag, element);
  else if (present.version !== element.version)
    console.warn(`<${tag}> is already defined by version ${present.version ?? 'unknown'}; version ${element.version} is not used.`);
}
