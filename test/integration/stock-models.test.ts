import fs from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {createCompute} from '../../src/engine/compute.js';
import {Random} from '../../src/data/random.js';
import {readLayersModel} from '../../src/format/read-layers-model.js';
import {sizeOf, type Batch} from '../../src/format/graph.js';
import type {Manifest} from '../../src/format/manifest.js';
import {tf} from '../tfjs.js';

const pretrained = new URL('../../pretrained/', import.meta.url);
const BATCH = 3;
const TOLERANCE = 1e-4;

/** A model folder's net as stock tfjs loads it. */
async function loadStock(folder: URL, file: string) {
  const json = JSON.parse(fs.readFileSync(new URL(file, folder), 'utf8')) as {
    modelTopology: object;
    weightsManifest: {paths: string[]; weights: []}[];
  };
  const weightData = joined(
    folder,
    json.weightsManifest.flatMap(({paths}) => paths),
  );
  const weightSpecs = json.weightsManifest.flatMap(({weights}) => weights);
  const model = await tf.loadLayersModel(tf.io.fromMemory({modelTopology: json.modelTopology, weightSpecs, weightData}));
  return {json, weightData, model};
}

function joined(folder: URL, paths: string[]): ArrayBuffer {
  const bytes = Buffer.concat(paths.map((path) => fs.readFileSync(new URL(path, folder))));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

function relativeError(ours: Float32Array, theirs: Float32Array): number {
  expect(ours.length).to.equal(theirs.length);
  let difference = 0;
  let largest = 0;
  theirs.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(value - ours[i]!));
    largest = Math.max(largest, Math.abs(value));
  });
  return difference / largest;
}

describe('every shipped net is a stock tfjs layers model', () => {
  before(() => tf.setBackend('cpu'));

  const models = fs
    .readdirSync(pretrained)
    .filter((name) => fs.existsSync(new URL(`${name}/manifest.json`, pretrained)))
    .map((name) => ({name, folder: new URL(`${name}/`, pretrained)}));

  it('ships at least one model', () => expect(models).to.not.be.empty);

  for (const {name, folder} of models) {
    const manifest = JSON.parse(fs.readFileSync(new URL('manifest.json', folder), 'utf8')) as Manifest;

    it(`${name}: every file of the folder is in the manifest`, () => {
      const present = fs.readdirSync(fileURLToPath(folder)).filter((file) => file !== 'manifest.json');
      expect(present).to.have.members(Object.keys(manifest.files));
    });

    for (const [role, file] of Object.entries(manifest.nets)) {
      for (const backend of ['wasm', 'reference'] as const) {
        it(`${name} ${role}: ${backend} agrees with tf.loadLayersModel`, async () => {
          const {json, weightData, model} = await loadStock(folder, file);
          const graph = readLayersModel(json, weightData, file);
          const random = new Random(3);
          const inputs = graph.inputs.map(({shape}): Batch => {
            const data = Float32Array.from({length: BATCH * sizeOf(shape)}, () => (shape.length > 1 ? random.uniform() : random.normal()));
            return {data, shape: [BATCH, ...shape]};
          });
          const compute = await createCompute({backend});
          const engine = await compute.pick(0, BATCH);
          expect(engine.backend).to.equal(backend);
          const net = await engine.loadNet(graph);
          const {outputs} = await net.run(inputs);
          const predicted = model.predict(inputs.map(({data, shape}) => tf.tensor(data, shape)));
          const expected = Array.isArray(predicted) ? predicted : [predicted];
          expect(outputs.length).to.equal(expected.length);
          for (const [i, tensor] of expected.entries()) {
            expect(outputs[i]!.shape).to.deep.equal(tensor.shape);
            expect(relativeError(outputs[i]!.data, (await tensor.data()) as Float32Array)).to.be.below(TOLERANCE);
          }
          engine.dispose();
        });
      }
    }
  }
});
