/** All elements of the library; importing this module registers them. */
export * from './flow-density/flow-density.js';
export * from './gan-duel/gan-duel.js';
export * from './gan-sampler/gan-sampler.js';
export * from './vae-latent-explorer/vae-latent-explorer.js';
/** Makes a model of your own known to all elements by an id. */
export {registerModel} from '../src/elements/models.js';
