import type {DensityName} from '../../src/data/density-names.js';
import {offerModel, registerModel} from '../../src/elements/models.js';
import type {Settings} from './duel-state.js';

/** Data sets whose trained nets come with the library. */
export const TRAINED: readonly DensityName[] = ['8gaussians', 'moons', 'rings'];

export const trainedId = (data: DensityName): string => `gan-2d-${data}`;

/** Makes two nets with random weights known, and tells their id. They are made when they are first shown. */
export function offerFresh({data, seed, layers, width}: {data: DensityName; seed: number} & Pick<Settings, 'layers' | 'width'>): string {
  const size = (side: 'discriminator' | 'generator') => `${layers[side]}x${width[side]}`;
  const id = `duel-${data}-${size('discriminator')}-${size('generator')}-${seed}`;
  offerModel(id, async () => {
    const {freshModel} = await import('./fresh-model.js');
    registerModel(id, await freshModel({id, data, seed, layers, width}));
  });
  return id;
}
