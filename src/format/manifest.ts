export type FamilyName = 'vae' | 'gan' | 'flow' | 'autoregressive' | 'classifier';

export type FileEntry = {bytes: number; sha256: string};

export type Metric = {value: number; unit: string; stderr?: number; split: string; n: number; protocol: string};

/** A pretrained model's `manifest.json`, format 1 (README, "Bring your own model"). Every file that the model needs is in `files`, directly in its folder. */
export type Manifest = {
  format: 1;
  id: string;
  family: FamilyName;
  /** By locale; `en` always. */
  title: Record<string, string>;
  /** Role (`encoder`, `decoder` …) to the stock tfjs `model.json` of that net. */
  nets: Record<string, string>;
  data: {name: string; shape: number[]; range: [number, number]; labels?: string[]; source: string; license: string};
  /**
   * `start`: a z that decodes to a clear, typical picture, for an element to begin with.
   * `directions`: vectors by name; `principal-1` and so on have length 1, others are named after what appears when they are added once to the z of a picture that does not have it.
   */
  latent?: {size: number; prior: 'standard-normal'; start?: number[]; directions?: Record<string, number[]>};
  /** Role to the names of the net's inputs, in order. */
  inputs?: Record<string, string[]>;
  /** Role to what its outputs mean: names in order, or the range of an image. */
  outputs?: Record<string, string[] | {range: [number, number]; activation: string}>;
  /** Of a flow only. */
  flow?: FlowStack;
  condition: {kind: 'one-hot'; size: number} | null;
  /** `likelihood`: `bernoulli`, or `laplace` with its one `scale` for all pixels and channels, in the data's range. */
  objective?: {likelihood: string; beta: number; scale?: number};
  metrics: Record<string, Metric>;
  training?: {recipe: string; seed: number; steps: number; seconds: number; commit: string};
  files: Record<string, FileEntry>;
  /** Files beside the nets: latent points, example images. */
  extras?: Record<string, string>;
};

/**
 * A normalizing flow from data to base: u = (x − mean)/std, then the layers in order. Its log-determinant is the sum of those of the layers less Σ log std.
 */
export type FlowStack = {standardise: {mean: number[]; std: number[]}; layers: CouplingLayer[]};

/**
 * A coupling: coordinates where `mask` is 1 pass and are the input of a net, the others are transformed by what that net returns. `output` is the number of
 * the net's input and of its output: all couplings of a stack may be one model of several inputs and outputs.
 */
export type CouplingLayer = {mask: number[]; net: string; output: number} & (AffineCoupling | RationalQuadraticCoupling);

/** Dinh et al. 2017: y = x·eˢ + t with s = bound·tanh(raw/bound). The net returns the raw s of each transformed coordinate, then each t. */
export type AffineCoupling = {kind: 'affine'; bound: number};

/**
 * Durkan et al. 2019: a monotonic spline on [−bound, bound], the identity outside. The net returns for each transformed coordinate `bins` raw widths, `bins`
 * raw heights and `bins` − 1 raw slopes at the inner knots.
 */
export type RationalQuadraticCoupling = {kind: 'rational-quadratic'; bins: number; bound: number};

/** `points.json` of a VAE: coordinates of test images in latent space (posterior means), with their classes. */
export type LatentPoints = {
  /** [count × latent size], row-major, rounded to 2 digits. */
  z: number[];
  /** Class of each point, an index into the manifest's labels. */
  labels: number[];
};

/** `training.json` beside `training.png`: which training images the sheet holds, row by row. They are some of many, and nobody may take them for all. */
export type TrainingSubset = {
  /** How many training images there are. */
  of: number;
  /** Place of each among them. */
  indices: number[];
  /** Class of each, an index into the manifest's labels. */
  labels: number[];
};
