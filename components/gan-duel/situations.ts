import {DEFAULTS, type Settings} from './duel-state.js';

/** Classic failures, each with what mends it. */
export const SITUATIONS = ['fair', 'generator', 'discriminator', 'collapse', 'oscillation'] as const;
export type Situation = (typeof SITUATIONS)[number];

const settings = (changes: Partial<Settings>): Settings => ({...DEFAULTS, ...changes});

const rates = (discriminator: number, generator: number) => ({rate: {discriminator, generator}});
const turns = (discriminator: number, generator: number) => ({turns: {discriminator, generator}});

/** A fast discriminator whose slope is kept small: gradients that reach far. */
const HEALTHY = settings({...rates(5e-3, 1e-3), penalty: 0.1});

/** How each is staged, from random weights on eight Gaussians, and the settings that mend it on the way. */
export const STAGES: Record<Situation, {settings: Settings; mended: Settings | undefined}> = {
  fair: {settings: DEFAULTS, mended: undefined},
  generator: {settings: settings({...rates(1e-3, 3e-3), ...turns(1, 5)}), mended: HEALTHY},
  discriminator: {
    settings: settings({loss: 'minimax', optimizer: 'descent', ...rates(0.3, 0.01), ...turns(5, 1)}),
    mended: HEALTHY,
  },
  collapse: {settings: settings({...rates(2e-2, 3e-3), ...turns(10, 1)}), mended: HEALTHY},
  oscillation: {
    settings: settings({loss: 'wasserstein', ...rates(3e-3, 3e-3)}),
    mended: settings({loss: 'wasserstein', ...rates(5e-3, 1e-3), penalty: 1}),
  },
};
