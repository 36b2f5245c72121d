import {expect} from 'chai';
import {createReferenceEngine} from '../../../src/engine/reference/reference-engine.js';
import type {FamilyContext, VaeOps} from '../../../src/families/family.js';
import {vae} from '../../../src/families/vae.js';
import type {Batch, Graph} from '../../../src/format/graph.js';
import type {Manifest} from '../../../src/format/manifest.js';
import {readLayersModel} from '../../../src/format/read-layers-model.js';
import {decodeByHand, encodeByHand, latents, tinyVae} from '../client/tiny-vae.js';

const engine = createReferenceEngine();
const IMAGE = [1, 0, 0.25, 0.75];
const images = (...rows: number[][]): Batch => ({data: Float32Array.from(rows.flat()), shape: [rows.length, 2, 2, 1]});
const failure = (error: {code?: string; message: string}): string => `${error.code}: ${error.message}`;

async function open(change: Partial<Manifest> = {}, alter: (graph: Graph, role: string) => Graph = (graph) => graph): Promise<VaeOps> {
  const {manifest, files, topologies} = await tinyVae();
  const graph = (role: string): Promise<Graph> =>
    Promise.resolve(alter(readLayersModel(topologies[role], files[`${role}.bin`]!.buffer, `${role}.json`), role));
  const compute = {pick: () => Promise.resolve(engine), survives: () => Promise.resolve(false), fallbacks: []};
  const url = (role = 'manifest'): string => `https://models.invalid/tiny-vae/${role}.json`;
  const context: FamilyContext = {
    graph,
    compute,
    url,
    net: async (role) => engine.loadNet(await graph(role)),
    flow: () => Promise.reject(new Error('no flow')),
  };
  return vae.open({...manifest, ...change}, context);
}

/** A conditional decoder: the tiny one, plus 10 for the pixel that the label names. */
async function openConditional(): Promise<VaeOps> {
  const change: Partial<Manifest> = {condition: {kind: 'one-hot', size: 4}, inputs: {decoder: ['z', 'label']}};
  return open(change, (graph, role) => {
    if (role === 'encoder') return graph;
    const [dense, reshape] = graph.nodes;
    return {
      ...graph,
      inputs: [...graph.inputs, {name: 'label', shape: [4]}],
      outputs: [4],
      nodes: [
        {...dense!, op: 'dense', useBias: true, activation: 'linear'},
        {name: 'add', op: 'add', inputs: [1, 2], weights: [], shape: [4]},
        {...reshape!, inputs: [3]},
      ],
    };
  });
}

describe('vae', () => {
  it('decodes and encodes as the formulas say', async () => {
    const {decode, encode} = await open();
    const {x, stats} = await decode({z: latents([1, 2], [-0.5, 0.25])});
    expect(x.shape).to.deep.equal([2, 2, 2, 1]);
    [...decodeByHand([1, 2]), ...decodeByHand([-0.5, 0.25])].forEach((value, i) => expect(x.data[i]).to.be.closeTo(value, 1e-6));
    expect(stats.backend).to.equal('reference');
    const {mean, logVariance} = await encode({x: images(IMAGE)});
    encodeByHand(IMAGE).mean.forEach((value, i) => expect(mean.data[i]).to.be.closeTo(value, 1e-6));
    encodeByHand(IMAGE).logVariance.forEach((value, i) => expect(logVariance!.data[i]).to.be.closeTo(value, 1e-6));
  });

  it('reads the encoder outputs in the order of the manifest', async () => {
    const {encode} = await open({outputs: {encoder: ['logVariance', 'mean']}});
    const {mean, logVariance} = await encode({x: images(IMAGE)});
    expect(mean.data[0]).to.be.closeTo(encodeByHand(IMAGE).logVariance[0]!, 1e-6);
    expect(logVariance!.data[0]).to.be.closeTo(encodeByHand(IMAGE).mean[0]!, 1e-6);
  });

  it('samples the prior: the same by the same seed, scaled by the temperature', async () => {
    const {sample} = await open();
    const [a, again, other, warm] = await Promise.all([
      sample({count: 2000, seed: 7}),
      sample({count: 2000, seed: 7}),
      sample({count: 2000, seed: 8}),
      sample({count: 2000, seed: 7, temperature: 0.5}),
    ]);
    expect(again.z.data).to.deep.equal(a.z.data);
    expect(other.z.data).to.not.deep.equal(a.z.data);
    expect(warm.z.data[3]).to.be.closeTo(a.z.data[3]! / 2, 1e-6);
    const mean = a.z.data.reduce((sum, value) => sum + value, 0) / 4000;
    const variance = a.z.data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4000;
    expect(mean).to.be.closeTo(0, 4 / Math.sqrt(4000));
    expect(variance).to.be.closeTo(1, (4 * Math.SQRT2) / Math.sqrt(4000));
    decodeByHand([...a.z.data.slice(2, 4)]).forEach((value, k) => expect(a.x.data[4 + k]).to.be.closeTo(value, 1e-5));
  });

  it('gives the terms of the ELBO in nats per image', async () => {
    const {elbo} = await open();
    // Black and white pixels are binarised to themselves, so the KL follows from the encoder's formula.
    const image = [1, 0, 0, 1];
    const rows = 4000;
    const {reconstruction, kl} = await elbo({x: images(...Array.from({length: rows}, () => image)), seed: 5});
    const {mean, logVariance} = encodeByHand(image);
    const expected = mean.reduce((sum, mu, i) => sum + (Math.exp(logVariance[i]!) + mu * mu - 1 - logVariance[i]!) / 2, 0);
    kl.forEach((value) => expect(value).to.be.closeTo(expected, 1e-4));
    // −E log p(x|z) under q by quadrature on a grid of ±6 standard deviations.
    let integral = 0;
    let mass = 0;
    for (let u = -6; u <= 6; u += 0.05) {
      for (let v = -6; v <= 6; v += 0.05) {
        const weight = Math.exp(-(u * u + v * v) / 2);
        const z = [mean[0]! + Math.exp(logVariance[0]! / 2) * u, mean[1]! + Math.exp(logVariance[1]! / 2) * v];
        const nll = decodeByHand(z).reduce((sum, p, k) => sum - Math.log(image[k] === 1 ? p : 1 - p), 0);
        integral += weight * nll;
        mass += weight;
      }
    }
    const average = reconstruction.reduce((sum, value) => sum + value, 0) / rows;
    const spread = Math.sqrt(reconstruction.reduce((sum, value) => sum + (value - average) ** 2, 0) / rows);
    expect(average).to.be.closeTo(integral / mass, (5 * spread) / Math.sqrt(rows));
  });

  it('binarises grey pixels by their value, from the seed', async () => {
    const {elbo} = await open();
    const grey = images(...Array.from({length: 3000}, () => [0.25, 0.25, 0.25, 0.25]));
    const [a, again, other] = await Promise.all([elbo({x: grey, seed: 1}), elbo({x: grey, seed: 1}), elbo({x: grey, seed: 2})]);
    expect(again.kl).to.deep.equal(a.kl);
    expect(other.kl).to.not.deep.equal(a.kl);
    // mean₂ = x₃ + x₄ has E[mean₂²] = 2p(1 − p) + 4p² = 0.625, and mean₁ = x₁ − x₂ has 2p(1 − p) = 0.375, at p = 1/4.
    const average = a.kl.reduce((sum, value) => sum + value, 0) / 3000;
    const second = Math.exp(-2) + 0.625 + 1;
    const first = 0.25 * (Math.exp(-0.9) - 0.1) + 0.75 * Math.exp(-1) + 0.375;
    expect(average).to.be.closeTo((first + second) / 2, 0.08);
  });

  it('gives the terms of a Laplace likelihood for images as they are', async () => {
    const {elbo} = await open({objective: {likelihood: 'laplace', beta: 1, scale: 0.1}});
    const rows = 4000;
    const {reconstruction, kl} = await elbo({x: images(...Array.from({length: rows}, () => IMAGE)), seed: 5});
    const {mean, logVariance} = encodeByHand(IMAGE);
    const expected = mean.reduce((sum, mu, i) => sum + (Math.exp(logVariance[i]!) + mu * mu - 1 - logVariance[i]!) / 2, 0);
    kl.forEach((value) => expect(value).to.be.closeTo(expected, 1e-4));
    let integral = 0;
    let mass = 0;
    for (let u = -6; u <= 6; u += 0.05) {
      for (let v = -6; v <= 6; v += 0.05) {
        const weight = Math.exp(-(u * u + v * v) / 2);
        const z = [mean[0]! + Math.exp(logVariance[0]! / 2) * u, mean[1]! + Math.exp(logVariance[1]! / 2) * v];
        integral += weight * decodeByHand(z).reduce((sum, median, k) => sum + Math.abs(IMAGE[k]! - median) / 0.1 + Math.log(0.2), 0);
        mass += weight;
      }
    }
    const average = reconstruction.reduce((sum, value) => sum + value, 0) / rows;
    const spread = Math.sqrt(reconstruction.reduce((sum, value) => sum + (value - average) ** 2, 0) / rows);
    expect(average).to.be.closeTo(integral / mass, (5 * spread) / Math.sqrt(rows));
  });

  it('takes labels where the model is conditional, and only there', async () => {
    const {decode, sample} = await openConditional();
    const z = latents([0, 0], [0, 0]);
    const {x} = await decode({z, labels: [2, 0]});
    expect([...x.data]).to.deep.equal([0, 0.5, 0.5, 1, 1, 0.5, -0.5, 1]);
    expect((await sample({count: 1, seed: 1, labels: [3]})).x.data).to.have.length(4);
    for (const labels of [undefined, [1], [1, 4], [1, -1], [1, 0.5]]) {
      expect(await decode({z, labels}).catch(failure), String(labels)).to.match(/^bad-data: labels/);
    }
    const plain = await open();
    expect(await plain.decode({z, labels: [0, 0]}).catch(failure)).to.match(/^bad-data: labels: tiny-vae is not a conditional model/);
  });

  it('refuses shapes, counts, seeds and values that make no sense', async () => {
    const ops = await open();
    const bad: [string, Promise<unknown>][] = [
      ['z: expected {data', ops.decode({z: undefined as unknown as Batch})],
      ['z: expected {data', ops.decode({z: {data: [0, 0] as unknown as Float32Array, shape: [1, 2]}})],
      ['z: expected the shape [batch, 2], got [1, 3]', ops.decode({z: {data: new Float32Array(3), shape: [1, 3]}})],
      ['z: [2, 2] needs 4 numbers, got 2', ops.decode({z: {data: new Float32Array(2), shape: [2, 2]}})],
      ['z.shape[0]', ops.decode({z: {data: new Float32Array(0), shape: [0, 2]}})],
      ['z: holds NaN', ops.decode({z: latents([0, NaN])})],
      ['x: expected the shape [batch, 2, 2, 1], got [4, 1]', ops.encode({x: {data: new Float32Array(4), shape: [4, 1]}})],
      ['count', ops.sample({count: 0, seed: 1})],
      ['count', ops.sample({count: 1e9, seed: 1})],
      ['seed', ops.sample({count: 1, seed: -1})],
      ['seed', ops.elbo({x: images(IMAGE), seed: 0.5})],
      ['temperature', ops.sample({count: 1, seed: 1, temperature: -1})],
    ];
    for (const [message, promise] of bad)
      expect(await promise.then(() => 'no error', failure)).to.satisfy((text: string) => text.startsWith(`bad-data: ${message}`), message);
  });

  it('says what a model lacks', async () => {
    const {manifest} = await tinyVae();
    expect(await open({latent: undefined}).catch(failure)).to.match(/^format: .*manifest\.json: latent: is missing/);
    expect(await open({nets: {encoder: 'encoder.json'}}).catch(failure)).to.match(/^format: .*manifest\.json: nets\.decoder: is missing/);
    for (const likelihood of ['gaussian', 'laplace']) {
      const other = await open({objective: {likelihood, beta: 1}});
      expect(await other.elbo({x: images(IMAGE), seed: 1}).catch(failure)).to.match(/^bad-data: .*Bernoulli likelihood, or a Laplace one/);
    }
    const plain = await open({outputs: {encoder: ['mean']}});
    expect((await plain.encode({x: images(IMAGE)})).logVariance).to.equal(undefined);
    expect(await plain.elbo({x: images(IMAGE), seed: 1}).catch(failure)).to.match(/^bad-data: .*no posterior variance/);
    const wide = await open({data: {...manifest.data, shape: [3, 3, 1]}});
    expect(await wide.decode({z: latents([0, 0])}).catch(failure)).to.match(
      /^format: .*decoder\.json: outputs\[0\]: \[3, 3, 1\] was expected, \[2, 2, 1\] found/,
    );
    const labelled = await open({condition: {kind: 'one-hot', size: 2}});
    expect(await labelled.decode({z: latents([0, 0]), labels: [1]}).catch(failure)).to.match(
      /^format: .*decoder\.json: inputs: 2 were expected, 1 found, none named/,
    );
  });

  it('refuses nets of another latent size before it runs them, and what is no number after', async () => {
    const {manifest} = await tinyVae();
    const runs: string[] = [];
    const flat = await open({latent: {size: 3, prior: 'standard-normal'}}, (graph, role) => {
      runs.push(role);
      return graph;
    });
    const z = {data: new Float32Array(3), shape: [1, 3]};
    expect(await flat.decode({z}).catch(failure)).to.match(/^format: .*decoder\.json: inputs\[0\]: \[3\] was expected, \[2\] found/);
    expect(await flat.encode({x: images(IMAGE)}).catch(failure)).to.match(
      /^format: .*encoder\.json: outputs\[0\]: \[3\] was expected, \[2\] found/,
    );
    const nameless = await open({outputs: {encoder: ['mu', 'logVariance']}});
    expect(await nameless.encode({x: images(IMAGE)}).catch(failure)).to.match(
      /^format: .*manifest\.json: outputs\.encoder: names no "mean"/,
    );
    const nothing = (data: Float32Array): Float32Array => data.map(() => NaN);
    const broken = await open({}, (graph) => ({
      ...graph,
      weights: graph.weights.map((weight) => ({...weight, data: nothing(weight.data)})),
    }));
    expect(await broken.decode({z: latents([0, 0])}).catch(failure)).to.match(/^format: .*decoder\.json: outputs\[0\]: holds NaN/);
    expect(await broken.encode({x: images(IMAGE)}).catch(failure)).to.match(/^format: .*encoder\.json: outputs\[0\]: holds NaN/);
    const large = {...manifest.data, shape: [1024, 1024, 1]};
    const wide = await open({data: large, latent: {size: 65_536, prior: 'standard-normal'}});
    expect(await wide.sample({count: 65_536, seed: 1}).catch(failure)).to.match(/^bad-data: count: expected an integer from 1 to 1024/);
  });

  it('stops for a signal', async () => {
    const {decode} = await open();
    const error = await decode({z: latents([0, 0])}, {signal: AbortSignal.abort()}).catch((reason: Error) => reason.name);
    expect(error).to.equal('AbortError');
  });
});
