import type {Compute, Net, RunStats} from '../engine/engine.js';
import type {Batch, Graph} from '../format/graph.js';
import type {FamilyName, Manifest} from '../format/manifest.js';

/** What a family needs to open a model. Graphs and nets are lazy and memoised: an encoder that nobody asks for is never fetched. */
export type FamilyContext = {
  graph(role: string): Promise<Graph>;
  /** Runs each batch on the engine that suits it. */
  net(role: string): Promise<Net>;
  compute: Compute;
  /** Address of the manifest, or of the net that has a role: what is wrong with a model is said with it. */
  url(role?: string): string;
};

export interface Family<Ops> {
  readonly name: FamilyName;
  open(manifest: Manifest, context: FamilyContext): Promise<Ops>;
}

/** `channel` separates kinds of request of one element ('pointer', 'tiles'): only the latest of a channel runs. */
export type OpOptions = {signal?: AbortSignal; onProgress?: (progress: {loaded: number; total: number}) => void; channel?: string};

/** What every operation answers besides its result: the cost of the nets it ran. */
export type CallResult = {stats: RunStats};

export type Op<Args, Result> = (args: Args, options?: OpOptions) => Promise<Result & CallResult>;

/** Operations of a variational autoencoder. Images are [batch, height, width, channels] in the data's range, latents [batch, latent]. */
export type VaeOps = {
  /** Posterior q(z|x): mean and log variance, each [batch, latent]; a plain autoencoder has no variance. */
  encode: Op<{x: Batch; labels?: number[]}, {mean: Batch; logVariance?: Batch}>;
  decode: Op<{z: Batch; labels?: number[]}, {x: Batch}>;
  /** Draws z from the prior, scaled by `temperature`, and decodes it. */
  sample: Op<{count: number; seed: number; temperature?: number; labels?: number[]}, {z: Batch; x: Batch}>;
  /**
   * Nats per image: −E log p(x|z) from one sample, and KL(q‖p). Arrays of [batch]. Where the likelihood is Bernoulli, images are binarised once with Bernoulli(x); a Laplace likelihood is a density,
   * and its part may be negative.
   */
  elbo: Op<{x: Batch; seed: number; labels?: number[]}, {reconstruction: Float32Array; kl: Float32Array}>;
};
