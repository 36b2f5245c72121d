export type LifeState = 'loading' | 'ready' | 'training' | 'error';

/** Shows one state as `:state(…)` where the browser can: `states` is missing in Safari 16, and takes only dashed names before Chrome 125. */
export function showState(internals: ElementInternals, state: LifeState): void {
  try {
    internals.states.clear();
    internals.states.add(state);
  } catch {
    // The root part's data-state says the same.
  }
}
