/** All elements of the library; importing this module registers them. */
export * from './vae-latent-explorer/vae-latent-explorer.js';
