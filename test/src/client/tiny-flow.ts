import type {ModelRef} from '../../../src/client/session.js';
import type {BakedNet} from '../../../src/format/baked-net.js';
import type {Manifest} from '../../../src/format/manifest.js';
import {randomFlow, type Flow} from '../engine/flow-stacks.js';

/** Two couplings of each kind. */
export const tinyFlow: Flow = randomFlow({
  kinds: ['affine', 'rational-quadratic', 'affine', 'rational-quadratic'],
  hidden: [8, 8],
  seed: 21,
});

/** The flow as a build ships it: its graph in the script, its weights in a blob. */
export async function flowRef({stack, graph}: Flow = tinyFlow): Promise<ModelRef & {manifest: Manifest}> {
  const bytes = new Uint8Array(Float32Array.from(graph.weights.flatMap(({data}) => [...data])).buffer);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const weights = graph.weights.map(({name, shape, trainable}) => ({
    name,
    shape,
    trainable,
    encoding: 'float32' as const,
    scale: 1,
    min: 0,
  }));
  const baked: BakedNet = {graph: {...graph, weights}, paths: ['couplings.bin']};
  const manifest: Manifest = {
    format: 1,
    id: 'tiny-flow',
    family: 'flow',
    title: {en: 'Four couplings'},
    nets: {couplings: 'couplings.json'},
    data: {name: 'none', shape: [2], range: [-4, 4], source: 'made by hand', license: 'MIT'},
    latent: {size: 2, prior: 'standard-normal'},
    flow: stack,
    condition: null,
    metrics: {},
    files: {'couplings.bin': {bytes: bytes.length, sha256}},
  };
  const urls = {'couplings.bin': URL.createObjectURL(new Blob([bytes]))};
  return {base: 'https://models.invalid/tiny-flow/', urls, manifest, topologies: {couplings: baked}};
}
