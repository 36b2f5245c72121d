/** The two-dimensional data sets, in the order in which they are offered. */
export const DENSITY_NAMES = ['moons', '8gaussians', 'pinwheel', '2spirals', 'checkerboard', 'rings', 'circles', 'swissroll'] as const;
export type DensityName = (typeof DENSITY_NAMES)[number];
