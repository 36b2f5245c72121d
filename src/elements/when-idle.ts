/** Resolves when the page has nothing better to do, in a second at the latest; Safari, which does not tell, gets a short while. */
export function whenIdle(): Promise<void> {
  return new Promise((resolve) =>
    'requestIdleCallback' in globalThis ? requestIdleCallback(() => resolve(), {timeout: 1000}) : setTimeout(resolve, 200),
  );
}
