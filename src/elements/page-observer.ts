type Listener = () => void;

const listeners = new Set<Listener>();
const notify = () => listeners.forEach((listener) => listener());
/** Each call of `matchMedia` gives another list, and only the one that has a listener can lose it. */
let dark: MediaQueryList | undefined;
let observer: MutationObserver | undefined;

/** Docs sites switch theme and language by attributes of html or body; a background that fades there is looked at again when it has arrived. */
function settled({target}: Event): void {
  if (target === document.body || target === document.documentElement) notify();
}

/** Calls back when the page may look or speak differently. One observer for all elements; gone with the last. Returns the end of it. */
export function observePage(listener: Listener): () => void {
  if (listeners.size === 0) {
    observer = new MutationObserver(notify);
    observer.observe(document.documentElement, {attributes: true});
    observer.observe(document.body, {attributes: true});
    dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', notify);
    document.addEventListener('transitionend', settled);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer?.disconnect();
    dark?.removeEventListener('change', notify);
    document.removeEventListener('transitionend', settled);
  };
}
