import {expect} from 'chai';
import {FormatError} from '../../../src/format/errors.js';
import {readManifest} from '../../../src/format/read-manifest.js';

const URL = 'https://example.org/m/manifest.json';
const SHA = '0123456789abcdef'.repeat(4);

type Json = Record<string, unknown>;

function manifest(): Json {
  return {
    format: 1,
    id: 'vae-fashion-2d',
    family: 'vae',
    title: {en: 'Clothes in two dimensions', 'zh-Hans': '衣物'},
    nets: {decoder: 'decoder.json'},
    data: {name: 'Fashion-MNIST', shape: [28, 28, 1], range: [0, 1], labels: ['Bag'], source: 'Zalando', license: 'MIT'},
    latent: {size: 2, prior: 'standard-normal', start: [-1.2, 0.5], directions: {smile: [0.1, 0.2]}},
    inputs: {decoder: ['z']},
    outputs: {encoder: ['mean', 'logVariance'], decoder: {range: [0, 1], activation: 'sigmoid'}},
    condition: null,
    objective: {likelihood: 'laplace', beta: 1, scale: 0.02},
    metrics: {nll: {value: 254.1, unit: 'nats', stderr: 0.2, split: 'test', n: 10000, protocol: 'is-500'}},
    training: {recipe: 'vae-fashion-2d', seed: 1, steps: 10, seconds: 1.5, commit: 'abc'},
    files: {'decoder.json': {bytes: 10, sha256: SHA}, 'decoder.bin': {bytes: 100, sha256: SHA}, 'points.json': {bytes: 5, sha256: SHA}},
    extras: {points: 'points.json'},
  };
}

function set(json: Json, path: string, value: unknown): void {
  const keys = path.split('/');
  const last = keys.pop()!;
  keys.reduce<Json>((object, key) => object[key] as Json, json)[last] = value;
}

describe('reading manifests', () => {
  it('takes over what it knows and nothing else', () => {
    const json = manifest();
    const read = readManifest({...json, later: true}, URL);
    expect(JSON.parse(JSON.stringify(read))).to.deep.equal(json);
  });

  it('needs none of the optional parts', () => {
    const {format, id, family, title, nets, data, condition, metrics, files} = manifest();
    expect(readManifest({format, id, family, title, nets, data, condition, metrics, files}, URL).latent).to.equal(undefined);
  });

  const faults: [path: string, value: unknown, field: string][] = [
    ['format', 2, 'format'],
    ['family', 'transformer', 'family'],
    ['id', '../x', 'id'],
    ['id', 7, 'id'],
    ['title', {de: 'x'}, 'title.en'],
    ['nets/decoder', '../decoder.json', 'nets.decoder'],
    ['nets/decoder', 'https://evil.example/decoder.json', 'nets.decoder'],
    ['nets/decoder', '//evil', 'nets.decoder'],
    ['nets/decoder', 'a\\b.json', 'nets.decoder'],
    ['nets/decoder', '.hidden', 'nets.decoder'],
    ['nets/decoder', 'other.json', 'nets.decoder'],
    ['files/..', {bytes: 1, sha256: SHA}, 'files key'],
    ['files/decoder.bin', {bytes: 1, sha256: SHA.slice(1)}, 'files.decoder.bin.sha256'],
    ['files/decoder.bin', {bytes: 1, sha256: SHA.toUpperCase()}, 'files.decoder.bin.sha256'],
    ['files/decoder.bin', {bytes: 1e12, sha256: SHA}, 'files.decoder.bin.bytes'],
    ['files/decoder.bin', {bytes: -1, sha256: SHA}, 'files.decoder.bin.bytes'],
    ['data/shape', [28, 0], 'data.shape[1]'],
    ['data/range', [1, 0], 'data.range'],
    ['latent/size', 1.5, 'latent.size'],
    ['latent/start', [0.5], 'latent.start'],
    ['latent/directions/smile', [1], 'latent.directions.smile'],
    ['objective/scale', 0, 'objective.scale'],
    ['condition', {kind: 'text', size: 1}, 'condition.kind'],
    ['metrics/nll/value', null, 'metrics.nll.value'],
    ['training/seed', -1, 'training.seed'],
    ['extras/points', 'nowhere.json', 'extras.points'],
  ];
  for (const [path, value, field] of faults) {
    it(`refuses ${path} = ${JSON.stringify(value).slice(0, 60)}`, () => {
      const json = manifest();
      set(json, path, value);
      expect(() => readManifest(json, URL))
        .to.throw(FormatError, URL)
        .with.property('field', field);
    });
  }

  describe('of flows', () => {
    const flow = (): Json => ({
      standardise: {mean: [0.5, -0.25], std: [1.7, 1]},
      layers: [
        {kind: 'affine', mask: [1, 0], net: 'couplings', output: 0, bound: 2},
        {kind: 'rational-quadratic', mask: [0, 1], net: 'couplings', output: 1, bins: 8, bound: 4},
      ],
    });
    const couplings = (): Json => ({
      ...manifest(),
      family: 'flow',
      nets: {couplings: 'couplings.json'},
      files: {'couplings.json': {bytes: 10, sha256: SHA}},
      extras: {},
      flow: flow(),
    });

    it('takes them over', () => {
      expect(JSON.parse(JSON.stringify(readManifest({...couplings()}, URL).flow))).to.deep.equal(flow());
    });

    const faultsOfFlows: [path: string, value: unknown, field: string][] = [
      ['standardise/mean', [0], 'standardise.mean'],
      ['standardise/std', [1], 'standardise.std'],
      ['standardise/std', [1, 0], 'standardise.std[1]'],
      ['standardise/std', [1, Infinity], 'standardise.std[1]'],
      ['layers', [], 'layers'],
      ['layers', {}, 'layers'],
      ['layers/0/kind', 'planar', 'layers[0].kind'],
      ['layers/0/mask', [1, 1], 'layers[0].mask'],
      ['layers/0/mask', [1, 0, 0], 'layers[0].mask'],
      ['layers/0/mask', [1, 0.5], 'layers[0].mask[1]'],
      ['layers/0/net', 'decoder', 'layers[0].net'],
      ['layers/0/net', '__proto__', 'layers[0].net'],
      ['layers/0/output', -1, 'layers[0].output'],
      ['layers/0/bound', 0, 'layers[0].bound'],
      ['layers/0/bound', 50, 'layers[0].bound'],
      ['layers/1/bins', undefined, 'layers[1].bins'],
      ['layers/1/bins', 1000, 'layers[1].bins'],
    ];
    for (const [path, value, field] of faultsOfFlows) {
      it(`refuses ${path} = ${JSON.stringify(value)}`, () => {
        const json = couplings();
        set(json['flow'] as Json, path, value);
        expect(() => readManifest(json, URL))
          .to.throw(FormatError, URL)
          .with.property('field', `flow.${field}`);
      });
    }
  });

  it('keeps prototypes out of reach', () => {
    const json = JSON.parse(JSON.stringify(manifest()).replace('"decoder":"decoder.json"', '"__proto__":"decoder.json"')) as Json;
    expect(() => readManifest(json, URL)).to.throw(FormatError, '__proto__');
    for (const value of [null, 1, 'x', [], undefined]) expect(() => readManifest(value, URL)).to.throw(FormatError);
  });
});
