import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import {GeneratorNet} from '../../../pretrained/tools/gan-nets.js';
import {firstGraphs} from '../../../pretrained/tools/first-graphs.js';
import {initialGraphs} from '../../../pretrained/tools/graphs.js';
import {readModel} from '../../../pretrained/tools/model-folder.js';
import {type Recipe, net} from '../../../pretrained/tools/recipe.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {Random} from '../../../src/data/random.js';
import {symmetricEigen} from '../../../pretrained/tools/eigen.js';
import {Exchange, SAVE} from '../../../src/training/exchange.js';
import {GAN_LOSSES} from '../../../src/training/gan-choices.js';
import {DiscriminatorObjective, type GanOptions, GeneratorObjective, imageReals, type Reals} from '../../../src/training/objectives/gan.js';
import type {Examples, ExampleSet, NetFunctions} from '../../../src/training/objectives/objective.js';
import {ParameterLayout} from '../../../src/training/parameters.js';
import {clipWeights, limitSpectralNorm} from '../../../src/training/projections.js';
import {type Player, Trainer} from '../../../src/training/trainer.js';
import {Turns} from '../../../src/training/turns.js';
import {expectPublished} from './expect-published.js';
import {blocks} from './tiny-vae.js';

const nets: Recipe['nets'] = {
  generator: net('generator', (t) => {
    const x = t.reshape(t.dense(t.input('z', [3]), 5 * 5 * 6, {activation: 'relu'}), [5, 5, 6]);
    return [t.conv2dTranspose(x, 1, {kernel: 4, stride: 2, activation: 'sigmoid'})];
  }),
  discriminator: net('discriminator', (t) => {
    const x = t.leakyRelu(t.conv2d(t.input('image', [10, 10, 1]), 7, {kernel: 4, stride: 2}), 0.2);
    return [t.dense(t.dense(t.flatten(x), 5, {activation: 'tanh'}), 1)];
  }),
};

/** The same with one of three classes beside z, and beside the image. */
const conditionalNets = (classHead: boolean): Recipe['nets'] => ({
  generator: net('generator', (t) => {
    const z = t.concatenate([t.input('z', [3]), t.input('label', [3])]);
    const x = t.reshape(t.dense(z, 5 * 5 * 6, {activation: 'relu'}), [5, 5, 6]);
    return [t.conv2dTranspose(x, 1, {kernel: 4, stride: 2, activation: 'sigmoid'})];
  }),
  discriminator: net('discriminator', (t) => {
    const image = t.input('image', [10, 10, 1]);
    const label = t.input('label', [3]);
    const x = t.flatten(t.leakyRelu(t.conv2d(image, 7, {kernel: 4, stride: 2}), 0.2));
    const weighted = t.multiply([x, t.dense(label, x.shape[0]!)]);
    const logit = t.dense(t.concatenate([x, weighted]), 1, {name: 'logit'});
    return classHead ? [logit, t.dense(x, 3, {name: 'classes'})] : [logit];
  }),
});

const PENALTY = {weight: 0.7, radius: 0.05, share: 0.5};
const CLASSES = {count: 3, weight: 0.6};

function setUp(options: GanOptions, workers = 1, project?: Player['project']) {
  const graphs = initialGraphs({seed: 3, nets: options.classes ? conditionalNets(Boolean(options.classes.weight)) : nets} as Recipe);
  const layout = new ParameterLayout(graphs);
  const exchange = new Exchange(Exchange.allocate(workers, layout.size), 0);
  layout.gather(exchange.parameters);
  layout.gather(exchange.state[2]);
  // Biases off zero: a rectifier would otherwise sit at its kink.
  const random = new Random(2);
  for (let i = 0; i < layout.size; i++) exchange.parameters[i]! += 0.05 * random.normal();
  exchange.control = {rate: 2e-3, decay: 0.9, flags: 0};
  const objectives = {generator: new GeneratorObjective(options), discriminator: new DiscriminatorObjective(options)};
  const player = (name: keyof typeof objectives, adam = {beta1: 0, beta2: 0.99}) =>
    new Trainer<Reals>({
      graphs,
      objectives: [objectives[name], objectives[name]],
      examples: imageReals(labelledBlocks(64)),
      exchange,
      batch: 8,
      seed: 5,
      player: {nets: [name], optimizer: adam, ...(name === 'discriminator' && {project})},
    }) as unknown as Trainer<ExampleSet>;
  return {graphs, layout, exchange, player, objectives};
}

/** Blocks, each with the third of the picture that it begins in as its class. */
function labelledBlocks(count: number): Examples {
  const examples = blocks(count);
  const top = (i: number) => Math.floor(examples.images.subarray(i * 100, (i + 1) * 100).findIndex((value) => value > 0) / 10);
  return {...examples, labels: Uint8Array.from({length: count}, (_, i) => Math.floor(top(i) / 2))};
}

describe('training of a GAN', () => {
  before(startWasmBackend);

  for (const id of ['gan-fashion', 'gan-fashion-conditional', 'gan-faces'])
    it(`gives ${id} the figures that were published, of 500 samples against the extract of test images`, () => expectPublished(id));

  const cases: GanOptions[] = [
    ...GAN_LOSSES.flatMap((loss) => [undefined, PENALTY].map((penalty) => ({latent: 3, loss, penalty}))),
    {latent: 3, loss: 'non-saturating', penalty: PENALTY, classes: CLASSES},
    {latent: 3, loss: 'hinge', classes: {count: 3}},
  ];
  for (const options of cases)
    for (const role of ['generator', 'discriminator'] as const)
      it(`has the gradient of the ${options.loss} loss of the ${role}${options.penalty ? ' with a penalty' : ''}${options.classes ? `, by class with weight ${options.classes.weight ?? 0}` : ''}, by finite differences along it`, () => {
        const {exchange, layout, player} = setUp(options);
        const training = player(role);
        const gradient = new Float32Array(exchange.parameters.length);
        training.gradients(1, gradient);
        // Nothing of the other player's.
        const {start, end} = layout.range([role]);
        expect(gradient.every((value, i) => value === 0 || (i >= start && i < end))).to.equal(true);
        const norm = Math.hypot(...gradient);
        expect(norm).to.be.above(1e-3);
        const before = exchange.parameters.slice();
        const at = (step: number) => {
          for (let i = 0; i < before.length; i++) exchange.parameters[i] = before[i]! + (step * gradient[i]!) / norm;
          return training.gradients(1, new Float32Array(before.length)).loss!;
        };
        expect((at(1e-3) - at(-1e-3)) / 2e-3 / norm).to.be.closeTo(1, 0.01);
        training.dispose();
      });

  it('has the losses of its papers', () => {
    const logits = {real: [2, -1], fake: [0.5, -3]};
    const netsOf = (values: number[]): NetFunctions => ({
      generator: () => [tf.zeros([2, 2, 2, 1])],
      discriminator: () => [tf.tensor2d(values, [values.length, 1])],
    });
    const batch = {real: tf.zeros([2, 2, 2, 1]), z: tf.zeros([2, 3])};
    const discriminator = (loss: GanOptions['loss']) =>
      new DiscriminatorObjective({latent: 3, loss}).loss(netsOf([...logits.real, ...logits.fake]), batch).loss.dataSync()[0];
    const generator = (loss: GanOptions['loss']) =>
      new GeneratorObjective({latent: 3, loss}).loss(netsOf(logits.fake), batch).loss.dataSync()[0];
    const softplus = (value: number) => Math.log1p(Math.exp(value));
    expect(discriminator('non-saturating')).to.be.closeTo((softplus(-2) + softplus(1)) / 2 + (softplus(0.5) + softplus(-3)) / 2, 1e-5);
    expect(generator('non-saturating')).to.be.closeTo((softplus(-0.5) + softplus(3)) / 2, 1e-5);
    expect(discriminator('hinge')).to.be.closeTo((0 + 2) / 2 + (1.5 + 0) / 2, 1e-6);
    expect(generator('hinge')).to.be.closeTo(1.25, 1e-6);
    expect(discriminator('minimax')).to.equal(discriminator('non-saturating'));
    expect(generator('minimax')).to.be.closeTo(-(softplus(0.5) + softplus(-3)) / 2, 1e-5);
    expect(discriminator('least-squares')).to.be.closeTo((1 ** 2 + 2 ** 2) / 2 + (0.5 ** 2 + 3 ** 2) / 2, 1e-5);
    expect(generator('least-squares')).to.be.closeTo((0.5 ** 2 + 4 ** 2) / 2, 1e-5);
    expect(discriminator('wasserstein')).to.be.closeTo(-1.25 - 0.5, 1e-6);
    expect(generator('wasserstein')).to.be.closeTo(1.25, 1e-6);
  });

  it('gives both nets the labels, those of real images and those that the generator was asked for', () => {
    const options: GanOptions = {latent: 3, loss: 'wasserstein', penalty: {weight: 2, radius: 0.1, share: 0.5}, classes: CLASSES};
    const rows = 8;
    const indices = Array.from({length: rows}, (_, i) => 3 * i);
    const randomsOf = (seed: number) => indices.map((i) => Random.of(seed, i));
    const examples = imageReals(labelledBlocks(64));
    const classesOf = (label: tf.Tensor) => [...tf.argMax(label, 1).dataSync()];

    const discriminator = new DiscriminatorObjective(options);
    const batch = discriminator.batch(examples, indices, randomsOf(1));
    const real = indices.map((index) => examples.labels![index]!);
    expect(classesOf(batch.realLabel!)).to.deep.equal(real);
    expect([...tf.sum(batch.realLabel!, 1).dataSync()]).to.deep.equal(real.map(() => 1));
    const fake = classesOf(batch.fakeLabel!);
    const asked: number[][] = [];
    const given: number[][] = [];
    const netsOf = (classLogits: (label: tf.Tensor) => tf.Tensor): NetFunctions => ({
      generator: ([z, label]) => {
        asked.push(classesOf(label!));
        return [tf.zeros([z!.shape[0]!, 10, 10, 1])];
      },
      discriminator: ([x, label]) => {
        given.push(classesOf(label!));
        return [tf.zeros([x!.shape[0]!, 1]), classLogits(label!)];
      },
    });
    // Sure of the class: the cross-entropy of three logits, one of which is 2 and the others 0.
    const sure = netsOf((label) => tf.mul(2, label));
    const entropy = Math.log(Math.exp(2) + 2) - 2;
    const found = discriminator.loss(sure, batch);
    expect(asked).to.deep.equal([fake]);
    // Real images, generated ones, and the first half of each near by.
    expect(given).to.deep.equal([[...real, ...fake, ...real.slice(0, 4), ...fake.slice(0, 4)]]);
    expect(found.parts.realClass!.dataSync()[0]).to.be.closeTo(entropy, 1e-6);
    expect(found.loss.dataSync()[0]).to.be.closeTo(0.6 * entropy, 1e-6);

    const generator = new GeneratorObjective(options);
    const draws = Array.from({length: 300}, (_, i) => i);
    const many = generator.batch(
      examples,
      draws,
      draws.map((i) => Random.of(2, i)),
    );
    const drawn = classesOf(many.label!);
    for (const label of [0, 1, 2]) expect(drawn.filter((other) => other === label)).to.have.length.within(70, 130);
    const ofGenerator = generator.loss(sure, many);
    expect(asked[1]).to.deep.equal(drawn);
    expect(given[1]).to.deep.equal(drawn);
    expect(ofGenerator.parts.fakeClass!.dataSync()[0]).to.be.closeTo(entropy, 1e-6);
    expect(ofGenerator.loss.dataSync()[0]).to.be.closeTo(0.6 * entropy, 1e-6);
  });

  it('learns to put a block where it is asked to', () => {
    const {exchange, layout, player} = setUp({
      latent: 3,
      loss: 'non-saturating',
      penalty: {weight: 0.1, radius: 0.05, share: 1},
      classes: CLASSES,
    });
    exchange.control = {rate: 4e-3, decay: 0.9, flags: 0};
    const turns = new Turns({
      discriminator: {trainer: player('discriminator'), turns: 1},
      generator: {trainer: player('generator'), turns: 1},
    });
    /** Row of the centre of all ink, class by class. */
    const centres = () => {
      const samples = new GeneratorNet(layout.graphs(exchange.parameters));
      const found = tf.tidy(() => {
        const rows = tf.sum(samples.sampler(1)(0, 300), [2, 3]);
        const byClass = tf.sum(tf.reshape(rows, [100, 3, 10]), 0).arraySync() as number[][];
        return byClass.map((ink) => ink.reduce((sum, value, row) => sum + value * row, 0) / ink.reduce((sum, value) => sum + value));
      });
      samples.dispose();
      return found;
    };
    for (let step = 1; step <= 400; step++) turns.step(step);
    const [top, middle, bottom] = centres() as [number, number, number];
    // A block that begins in row 2c or 2c + 1 has its centre 1.5 rows lower.
    expect(top).to.be.closeTo(2, 0.7);
    expect(middle).to.be.closeTo(4, 0.7);
    expect(bottom).to.be.closeTo(6, 0.7);
    turns.dispose();
  });

  it('punishes the mean square of the slope, which it finds in random directions', () => {
    const objective = new DiscriminatorObjective({latent: 1, loss: 'wasserstein', penalty: {weight: 3, radius: 0.1, share: 1}});
    const count = 4000;
    const examples = imageReals({images: new Uint8Array(count * 4), shape: [2, 2, 1], count});
    const randoms = Array.from({length: count}, (_, i) => Random.of(1, i));
    const batch = objective.batch(
      examples,
      Array.from({length: count}, (_, i) => i),
      randoms,
    );
    // A plane: its slope is the same everywhere, and |(1, 2, −1, 0.5)|² = 6.25.
    const slope = tf.tensor2d([1, 2, -1, 0.5], [4, 1]);
    const {loss, parts} = objective.loss(
      {
        generator: () => [tf.zeros([count, 2, 2, 1])],
        discriminator: ([x]) => [tf.matMul(tf.reshape(x!, [-1, 4]) as tf.Tensor2D, slope)],
      },
      batch,
    );
    // At real images and at generated ones, each 6.25 · χ²₁: the mean of 8,000 has a deviation of 0.2.
    expect(parts.slope!.dataSync()[0]).to.be.closeTo(12.5, 0.6);
    expect(loss.dataSync()[0]).to.be.closeTo(1.5 * parts.slope!.dataSync()[0]!, 1e-3);
  });

  it('changes one player at a time, each by its own Adam', () => {
    const {exchange, layout, player} = setUp({latent: 3, loss: 'non-saturating'});
    const [generator, discriminator] = [layout.range(['generator']), layout.range(['discriminator'])];
    const first = player('discriminator', {beta1: 0.5, beta2: 0.9});
    const before = exchange.parameters.slice();
    exchange.control = {rate: 1e-3, decay: 0.9, flags: SAVE};
    const gradient = new Float32Array(before.length);
    first.gradients(1, gradient);
    first.step(1);
    for (let i = generator.start; i < generator.end; i++) expect(exchange.parameters[i]).to.equal(before[i]);
    for (let i = discriminator.start; i < discriminator.end; i++) {
      // The first step of Adam, whatever its two decays are.
      const change = Math.abs(gradient[i]!) > 1e-4 ? -1e-3 * Math.sign(gradient[i]!) : exchange.parameters[i]! - before[i]!;
      expect(exchange.parameters[i]! - before[i]!).to.be.closeTo(change, 2e-6);
      expect(exchange.state[0][i]).to.be.closeTo(0.5 * gradient[i]!, 1e-6);
      expect(exchange.state[1][i]).to.be.closeTo(0.1 * gradient[i]! ** 2, 1e-6);
    }
    for (const moments of exchange.state.slice(0, 2))
      expect(moments.subarray(generator.start, generator.end).every((value) => value === 0)).to.equal(true);
    first.dispose();
  });

  it('goes on exactly from a checkpoint, with several turns of the discriminator', () => {
    const run = (steps: [number, number][]) => {
      const {exchange, player} = setUp({latent: 3, loss: 'hinge', penalty: PENALTY});
      for (const [from, to] of steps) {
        const turns = new Turns({
          discriminator: {trainer: player('discriminator'), turns: 2},
          generator: {trainer: player('generator'), turns: 1},
        });
        for (let step = from; step <= to; step++) {
          exchange.control = {rate: 2e-3, decay: 0.9, flags: step === to ? SAVE : 0};
          expect(Object.keys(turns.step(step).losses)).to.deep.equal(['discriminator', 'slope', 'generator']);
        }
        turns.dispose();
      }
      return exchange.parameters.slice();
    };
    expect(run([[1, 4]])).to.deep.equal(
      run([
        [1, 2],
        [3, 4],
      ]),
    );
  });

  it('lets the generator wait while the discriminator learns, whose first step is then a first step', () => {
    const run = (waits: number) => {
      const {exchange, layout, player} = setUp({latent: 3, loss: 'non-saturating'});
      const turns = new Turns({
        discriminator: {trainer: player('discriminator'), turns: 1},
        generator: {trainer: player('generator'), turns: 1, waits},
      });
      const {start, end} = layout.range(['generator']);
      const changes = [1, 2, 3].map((step) => {
        const before = exchange.parameters.slice(start, end);
        const losses = turns.step(step).losses;
        expect(Object.hasOwn(losses, 'generator')).to.equal(step > waits);
        return Math.max(...before.map((value, i) => Math.abs(exchange.parameters[start + i]! - value)));
      });
      turns.dispose();
      return changes;
    };
    const [first, second, third] = run(2) as [number, number, number];
    expect(first).to.equal(0);
    expect(second).to.equal(0);
    // Adam's first step is its rate, however small the gradient.
    expect(third).to.be.closeTo(2e-3, 1e-5);
    expect(run(0)[0]).to.be.closeTo(2e-3, 1e-5);
  });

  it('begins with the weights of another model where the recipe says so, and with no say for what goes in beside', () => {
    const discriminator = (rows: number) =>
      net('discriminator', (t) => {
        let x = t.input('image', [28, 28, 1]);
        for (const [filters, kernel] of [
          [24, 4],
          [48, 4],
          [80, 3],
        ] as const)
          x = t.leakyRelu(t.conv2d(x, filters, {kernel, stride: 2}), 0.2);
        const features = t.flatten(x);
        return [t.dense(rows === 2560 ? t.concatenate([features, features]) : t.dense(features, rows), 1, {name: 'logit'})];
      });
    const continues = {model: 'gan-fashion', nets: {discriminator: 'discriminator'}};
    const shipped = readModel('gan-fashion').graphs.discriminator!;
    const {discriminator: begun} = firstGraphs({seed: 3, nets: {discriminator: discriminator(2560)}, continues} as unknown as Recipe);
    for (const {name, data} of begun!.weights) {
      const from = shipped.weights.find((weight) => weight.name === name)!.data;
      expect([...data.subarray(0, from.length)], name).to.deep.equal([...from]);
      expect(data.subarray(from.length).every((value) => value === 0)).to.equal(true);
    }
    // Other shapes of the same name are no beginning.
    expect(() => firstGraphs({seed: 3, nets: {discriminator: discriminator(5)}, continues} as unknown as Recipe)).to.throw(
      /^logit\/kernel: \[1280, 1\] cannot go on as \[5, 1\]/,
    );
  });

  it('learns how dark pictures are', () => {
    const {exchange, layout, player} = setUp({latent: 3, loss: 'non-saturating', penalty: {weight: 0.1, radius: 0.05, share: 1}});
    exchange.control = {rate: 4e-3, decay: 0.9, flags: 0};
    const turns = new Turns({
      discriminator: {trainer: player('discriminator'), turns: 1},
      generator: {trainer: player('generator'), turns: 1},
    });
    const ink = () => {
      const samples = new GeneratorNet(layout.graphs(exchange.parameters));
      const mean = tf.tidy(() => tf.mean(samples.sampler(1)(0, 200)).dataSync()[0]!);
      samples.dispose();
      return mean;
    };
    // A block is 16 of 100 pixels.
    const wanted = (0.16 * 240) / 255;
    expect(Math.abs(ink() - wanted)).to.be.above(0.2);
    for (let step = 1; step <= 150; step++) turns.step(step);
    expect(ink()).to.be.closeTo(wanted, 0.05);
    turns.dispose();
  });

  it('keeps the weights of a discriminator within limits, and goes on from there', () => {
    const {exchange, layout, player} = setUp({latent: 3, loss: 'wasserstein'}, 1, clipWeights(0.02));
    const training = player('discriminator');
    const {start, end} = layout.range(['discriminator']);
    for (let step = 1; step <= 3; step++) {
      training.step(step);
      const weights = exchange.parameters.subarray(start, end);
      expect(weights.every((value) => Math.abs(value) <= Math.fround(0.02))).to.equal(true);
    }
    // One more step starts from the clipped weights: it moves none of them by more than about its rate.
    const before = exchange.parameters.slice();
    training.step(4);
    expect(exchange.parameters.every((value, i) => Math.abs(value - before[i]!) < 0.015)).to.equal(true);
    training.dispose();
  });

  it('finds the largest singular value within a few steps', () => {
    const random = new Random(6);
    const kernel = Float32Array.from({length: 3 * 3 * 4 * 5}, () => random.normal());
    const largest = () => {
      const columns = Array.from({length: 5}, (_, j) => Array.from({length: 36}, (_, i) => kernel[i * 5 + j]!));
      const gram = columns.map((a) => Float64Array.from(columns, (b) => b.reduce((sum, value, i) => sum + value * a[i]!, 0)));
      return Math.sqrt(Math.max(...symmetricEigen(gram).values));
    };
    const project = limitSpectralNorm(1);
    const bias = Float32Array.of(3, 4);
    for (let step = 0; step < 60; step++) project({name: 'kernel', shape: [3, 3, 4, 5], data: kernel});
    expect(largest()).to.be.closeTo(1, 1e-3);
    project({name: 'bias', shape: [2], data: bias});
    expect([...bias]).to.deep.equal([3, 4]);
    // What is within the limit stays as it is.
    const small = Float32Array.of(0.1, 0, 0, 0.2);
    project({name: 'small', shape: [2, 2], data: small});
    expect([...small]).to.deep.equal([...Float32Array.of(0.1, 0, 0, 0.2)]);
  });
});
