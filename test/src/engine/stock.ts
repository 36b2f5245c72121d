import type {Batch, Graph} from '../../../src/format/graph.js';
import {readLayersModel} from '../../../src/format/read-layers-model.js';
import {tf} from '../../tfjs.js';

export {relativeError} from './relative-error.js';

export type StockFiles = {json: Record<string, unknown>; weights: ArrayBuffer};

/** What stock tfjs writes when it saves a model. */
export async function saveStock(model: tf.LayersModel): Promise<StockFiles> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler((saved) => {
      artifacts = saved;
      return Promise.resolve({modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON' as const}});
    }),
  );
  const weights = tf.io.CompositeArrayBuffer.join(artifacts!.weightData);
  const manifest = [{paths: ['weights.bin'], weights: artifacts!.weightSpecs}];
  // Through text, as it comes from a server: undefined fields vanish.
  const json = JSON.stringify({format: 'layers-model', modelTopology: artifacts!.modelTopology, weightsManifest: manifest});
  return {json: JSON.parse(json) as Record<string, unknown>, weights};
}

export async function readStock(model: tf.LayersModel): Promise<Graph> {
  const {json, weights} = await saveStock(model);
  return readLayersModel(json, weights, 'test.json');
}

export function predictStock(model: tf.LayersModel, inputs: Batch[]): Batch[] {
  return tf.tidy(() => {
    const tensors = inputs.map(({data, shape}) => tf.tensor(data, shape));
    const result = model.predict(tensors.length === 1 ? tensors[0]! : tensors);
    return (Array.isArray(result) ? result : [result]).map((tensor) => ({data: tensor.dataSync<'float32'>().slice(), shape: tensor.shape}));
  });
}
