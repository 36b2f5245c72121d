import type {Compute, Net, RunStats} from '../engine/engine.js';
import type {FlowNet} from '../engine/flow/flow-net.js';
import type {Batch, Graph} from '../format/graph.js';
import type {FamilyName, FlowStack, Manifest} from '../format/manifest.js';

/** What a family needs to open a model. Graphs and nets are lazy and memoised: an encoder that nobody asks for is never fetched. */
export type FamilyContext = {
  graph(role: string): Promise<Graph>;
  /** Runs each batch on the engine that suits it. */
  net(role: string): Promise<Net>;
  /** The flow whose couplings are the net of that role. */
  flow(role: string, stack: FlowStack): Promise<FlowNet>;
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

/** Operations of a generative adversarial network. Images are [batch, height, width, channels] in the data's range, latents [batch, latent]. Labels are classes, or how much of each, [batch, classes]: a mixture is what lies between two. */
export type GanOps = {
  generate: Op<{z: Batch; labels?: number[] | Batch}, {x: Batch}>;
  /** Draws z from the prior, each number of it within ±`truncation`, and generates from it. A smaller limit gives more typical images, and fewer kinds of them. */
  sample: Op<{count: number; seed: number; truncation?: number; labels?: number[] | Batch}, {z: Batch; x: Batch}>;
  /** What the discriminator says of each image, [batch]: above 0 it takes it for a real one. */
  score: Op<{x: Batch; labels?: number[] | Batch}, {logit: Float32Array}>;
};

/** Points [couplings + 1, n, 2] (standardised, then behind each coupling, the last are z) and log-determinants [couplings, n] of each coupling, in forward order. */
export type FlowLayers = {layers?: Batch; layerLogDets?: Batch};

/**
 * Operations of a normalizing flow in the plane. Points are [n, 2]; z are those of the base, a standard normal distribution; log-determinants are those of the
 * way from data to base, log densities are in nats. `layers: true` asks for what lies between.
 */
export type FlowOps = {
  forward: Op<{x: Batch; layers?: boolean}, {z: Batch; logDet: Float32Array} & FlowLayers>;
  inverse: Op<{z: Batch; layers?: boolean}, {x: Batch; logProb: Float32Array} & FlowLayers>;
  logProb: Op<{x: Batch}, {logProb: Float32Array}>;
  /** log p [height, width] at the centres of the cells of `box` (xmin, ymin, xmax, ymax), `size` being [width, height], from the largest y down; z are [height · width, 2]. */
  grid: Op<
    {box: [number, number, number, number]; size: [number, number]; z?: boolean; layers?: boolean},
    {logProb: Batch; z?: Batch} & FlowLayers
  >;
  /** Draws z from the base, scaled by `temperature`, and takes it to the data. `logProb` is that of the model, whatever the temperature. */
  sample: Op<
    {count: number; seed: number; temperature?: number; layers?: boolean},
    {z: Batch; x: Batch; logProb: Float32Array} & FlowLayers
  >;
};
