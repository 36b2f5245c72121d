import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Manifest, Metric} from '../../src/format/manifest.js';
import {VaeObjective} from '../../src/training/objectives/vae.js';
import {Trainer} from '../../src/training/trainer.js';
import {DATA_SETS, type LabelledExamples, dataName, loadData} from './data.js';
import type {EvaluationPart} from './evaluate-worker.js';
import {validationLikelihood, vaeDescription, vaeExtras} from './export-vae.js';
import {EXTRACT_DRAWS, readExtract} from './extract.js';
import {priorDraws} from './prior-draws.js';
import type {VaeRecipe} from './recipe.js';
import {SAMPLES, SAMPLE_SEED, SAMPLE_WORDS, SHARES, SampleMeter, type Sampler, distanceWords, shareTable} from './sample-metrics.js';
import {typescriptWorker} from './typescript-worker.js';
import {binarisationEntropy, elboParts, likeliestScale, misfitMetrics, vaeMetrics} from './vae-metrics.js';
import {colorFigures, colorWords, compareColors} from './vae-color-workshop.js';
import {VaeNets} from './vae-nets.js';
import {planeSheet, reconstructionSheet, sampleSheet} from './vae-sheets.js';
import {whiten} from './whiten.js';
import type {CardWords, Evaluation, Workshop} from './workshop.js';

const DRAWS = 500;
const VALIDATION_IMAGES = 1000;

export const vaeWorkshop: Workshop<VaeRecipe> = {
  examples: 'images',

  trainer(recipe, run, rounding) {
    const late = new VaeObjective({...recipe.objective, ...recipe.late?.objective});
    const first = rounding ? late : new VaeObjective(recipe.objective);
    return new Trainer({...run, objectives: [first, late], examples: loadData(recipe.data, 'train')});
  },

  inspect(recipe, graphs, folder) {
    const validation = loadData(recipe.data, 'validation');
    const nets = new VaeNets(graphs);
    const subset = firstOf(validation, VALIDATION_IMAGES);
    const likelihood = recipe.objective.likelihood === 'laplace' ? {laplace: likeliestScale(nets, subset)} : 'binary';
    const {total, kl} = elboParts(nets, subset, likelihood);
    writeFileSync(join(folder, 'samples.png'), sampleSheet(nets, 10, 10, 1));
    if (nets.latent === 2) writeFileSync(join(folder, 'plane.png'), planeSheet(nets, 20, 3));
    writeFileSync(
      join(folder, 'reconstructions.png'),
      reconstructionSheet(
        nets,
        validation,
        Array.from({length: 20}, (_, i) => i),
      ),
    );
    nets.dispose();
    return `validation −ELBO ${total.value.toFixed(2)} ± ${total.stderr.toFixed(2)}, KL ${kl.value.toFixed(2)} nats`;
  },

  finish: (recipe, graphs) => (recipe.whiten ? whiten(graphs, loadData(recipe.data, 'train')) : graphs),

  describe: vaeDescription,

  extras(recipe, shipped) {
    const nets = new VaeNets(shipped);
    const extras = vaeExtras(recipe, nets);
    nets.dispose();
    return extras;
  },

  compareRounding(recipe, trained, shipped) {
    if (recipe.objective.likelihood === 'laplace') return compareColors(recipe, trained, shipped, VALIDATION_IMAGES);
    const [before, after] = [trained, shipped].map((graphs) => validationLikelihood(recipe, graphs, VALIDATION_IMAGES));
    return `validation nll of ${VALIDATION_IMAGES} images: ${before!.toFixed(2)} nats before rounding the weights, ${after!.toFixed(2)} as shipped`;
  },

  async evaluate(recipe, evaluation) {
    const {manifest, graphs, extract} = evaluation;
    const data = dataName(manifest.data.name);
    if (manifest.objective?.scale) return colorFigures(recipe, evaluation, manifest.objective.scale);
    const [examples, split, draws] = extract
      ? ([readExtract(data), 'test extract', EXTRACT_DRAWS] as const)
      : ([loadData(data, 'test'), 'test', DRAWS] as const);
    const nets = new VaeNets(graphs);
    return {
      ...vaeMetrics(nets, examples, split, draws, await likelihoods(evaluation, examples.count, draws)),
      // Percentiles of an extract would say nothing of the test set's, nor do distances to so few images.
      ...(extract ? {} : misfitMetrics(nets, examples, split, manifest.objective?.likelihood)),
      ...(extract || !recipe.judge ? {} : priorMetrics(nets, recipe, recipe.judge)),
    };
  },

  digits: () => 2,

  card(recipe): CardWords {
    if (recipe.objective.likelihood === 'laplace') return colorWords(recipe, PICTURES);
    const entropy = binarisationEntropy(loadData(recipe.data, 'test'));
    const {name, source, notice, labels} = DATA_SETS[recipe.data];
    return {
      metrics: {...METRICS, ...SAMPLE_WORDS},
      figures: `Binarised: each pixel drawn once from Bernoulli(x), seed 777. Those draws
alone have a mean entropy of ${entropy.toFixed(1)} nats on the test set, a part of every likelihood that no model can remove.${recipe.judge ? ` ${distanceWords(recipe.judge)}` : ''}`,
      ...(recipe.judge && {tables: [{prefix: SHARES, text: (metrics: Manifest['metrics']) => shareTable(metrics, {labels})}]}),
      choices: 'Choices were made on the last 5,000 training images, never on the test set.',
      weights: 'bytes with one scale a tensor; half floats for small tensors',
      data: `${name} (${source}), ${notice}`,
      pictures: PICTURES,
    };
  },
};

const METRICS: Record<string, string> = {
  nll: 'Negative log-likelihood, −log p(x)',
  elbo: 'Negative evidence lower bound',
  reconstruction: 'of which reconstruction, −E log p(x\\|z)',
  kl: 'of which KL(q(z\\|x) ‖ p(z))',
  softBce: '784·BCE on grey targets + KL (not a likelihood)',
  misfit50: 'Redrawn from its posterior mean, half of the images lose less than',
  misfit95: '95 of 100 less than',
  misfit99: '99 of 100 less than',
};

const PICTURES: CardWords['pictures'] = {
  samples: [
    'Means of p(x|z) for the first 128 draws of z from the prior (seed 1), unpicked',
    'Unpicked: decoded means for the first 128 draws of z from the prior, seed 1.',
  ],
  plane: ['The latent plane from −3 to 3', 'The latent plane from −3 to 3 in both directions, decoded.'],
  reconstructions: [
    'The first 20 test images, and below each its reconstruction',
    'The first 20 test images above their reconstructions (decoded posterior means).',
  ],
  directions: [
    'For each direction of an attribute a row of faces without it, and below each the same face moved',
    'For each attribute that has a direction, in the order of the table: test images without it, reconstructed; and below, moved once by the direction.',
  ],
  traversals: [
    'Rows of pictures that change from left to right',
    'From the starting point along each direction of the manifest, −3 to 3 times its vector: the directions along which pictures change most.',
  ],
};

/** Of samples of the prior, as decoded means. */
export function priorMetrics(nets: VaeNets, {data}: VaeRecipe, judge: string): Record<string, Metric> {
  const meter = new SampleMeter(judge, loadData(data, 'test'), 'test');
  const sampler: Sampler = (start, end) => nets.decode(priorDraws(nets.latent, SAMPLE_SEED, start, end));
  const metrics = meter.metrics(SAMPLES, sampler, `decoded means of draws from the prior, seed ${SAMPLE_SEED}`);
  meter.dispose();
  return metrics;
}

function firstOf(examples: LabelledExamples, count: number): LabelledExamples {
  const size = examples.images.length / examples.count;
  return {...examples, images: examples.images.subarray(0, count * size), count};
}

/** The images, shared by threads. Each image has its own random numbers, so the result does not depend on how many there are. */
async function likelihoods({id, extract, workers, line}: Evaluation, count: number, draws: number): Promise<number[]> {
  const done = new Array<number>(workers).fill(0);
  const edge = (part: number) => Math.round((count * part) / workers);
  const parts = done.map((_, part) => {
    const range = {from: edge(part), to: edge(part + 1)};
    const workerData: EvaluationPart = {id, extract, draws, range};
    const worker = typescriptWorker(new URL('./evaluate-worker.ts', import.meta.url), workerData);
    return new Promise<number[]>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('message', (message: number | number[]) => {
        if (typeof message !== 'number') return resolve(message);
        done[part] = message;
        line.show(done.reduce((a, b) => a + b) / count, 'importance sampling');
      });
    });
  });
  return (await Promise.all(parts)).flat();
}
