/** Images of a step. */
export const BATCH = 64;
export const RATE = 1e-3;
