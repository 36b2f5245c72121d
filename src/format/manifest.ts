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
  /** `start`: a z that decodes to a clear, typical picture, for an element to begin with. */
  latent?: {size: number; prior: 'standard-normal'; start?: number[]; directions?: Record<string, number[]>};
  /** Role to the names of the net's inputs, in order. */
  inputs?: Record<string, string[]>;
  /** Role to what its outputs mean: names in order, or the range of an image. */
  outputs?: Record<string, string[] | {range: [number, number]; activation: string}>;
  condition: {kind: 'one-hot'; size: number} | null;
  objective?: {likelihood: string; beta: number};
  metrics: Record<string, Metric>;
  training?: {recipe: string; seed: number; steps: number; seconds: number; commit: string};
  files: Record<string, FileEntry>;
  /** Files beside the nets: latent points, example images. */
  extras?: Record<string, string>;
};

/** `points.json` of a VAE: coordinates of test images in latent space (posterior means), with their classes. */
export type LatentPoints = {
  /** [count × latent size], row-major, rounded to 2 digits. */
  z: number[];
  /** Class of each point, an index into the manifest's labels. */
  labels: number[];
};
