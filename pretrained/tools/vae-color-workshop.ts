// What is different where a VAE's images are in colour: their likelihood, and what is measured.
import type {Graph} from '../../src/format/graph.js';
import type {Metric} from '../../src/format/manifest.js';
import {MOVES, attributeMetrics, colorMetrics, moveTable} from './attribute-metrics.js';
import {ClassifierNets, questionsOf} from './classifier-nets.js';
import {DATA_SETS, dataName, loadData} from './data.js';
import {readExtract} from './extract.js';
import {readModel} from './model-folder.js';
import type {VaeRecipe} from './recipe.js';
import {elboParts, likeliestScale} from './vae-metrics.js';
import {VaeNets} from './vae-nets.js';
import type {CardWords, Evaluation} from './workshop.js';

/** The scale of a Laplace likelihood for a manifest: the likeliest one for validation images, four digits. */
export function publishedScale(recipe: VaeRecipe, nets: VaeNets): number {
  return Number(likeliestScale(nets, loadData(recipe.data, 'validation')).toPrecision(4));
}

export function compareColors(recipe: VaeRecipe, trained: Record<string, Graph>, shipped: Record<string, Graph>, images: number): string {
  const validation = loadData(recipe.data, 'validation');
  const size = validation.images.length / validation.count;
  const subset = {...validation, images: validation.images.subarray(0, images * size), count: images};
  const [before, after] = [trained, shipped].map((graphs) => {
    const nets = new VaeNets(graphs);
    const {total} = elboParts(nets, subset, {laplace: likeliestScale(nets, subset)});
    nets.dispose();
    return total.value;
  });
  return `validation −ELBO of ${images} images: ${before!.toFixed(2)} nats before rounding the weights, ${after!.toFixed(2)} as shipped`;
}

export function colorFigures(
  {classifier}: VaeRecipe,
  {manifest, graphs, extract}: Evaluation,
  scale: number,
): Promise<Record<string, Metric>> {
  const data = dataName(manifest.data.name);
  const [examples, split] = extract ? [readExtract(data), 'test extract'] : [loadData(data, 'test'), 'test'];
  const nets = new VaeNets(graphs);
  const metrics = colorMetrics(nets, examples, split, scale);
  if (!classifier) return Promise.resolve(metrics);
  const questions = questionsOf(data);
  const oracle = new ClassifierNets(readModel(classifier).graphs, questions);
  const attributes = attributeMetrics(nets, oracle, examples, split, questions.names, manifest.latent?.directions ?? {});
  oracle.dispose();
  nets.dispose();
  return Promise.resolve({...metrics, ...attributes});
}

export function colorWords({data, classifier}: VaeRecipe, pictures: CardWords['pictures']): CardWords {
  const {name, source, notice} = DATA_SETS[data];
  const {names} = questionsOf(data);
  const accuracy = (kind: string, words: string) => names.map((attribute) => [`${kind}.${attribute}`, `${words}: ${attribute}`]);
  return {
    metrics: {
      elbo: 'Negative evidence lower bound',
      reconstruction: 'of which reconstruction, −E log p(x\\|z)',
      kl: 'of which KL(q(z\\|x) ‖ p(z))',
      psnr: 'Peak signal-to-noise ratio of reconstructions',
      ssim: 'Structural similarity of reconstructions',
      ...(Object.fromEntries([
        ...accuracy('accuracy', 'Classifier right, images'),
        ...accuracy('reconstructed', 'Classifier right, reconstructions'),
      ]) as Record<string, string>),
    },
    figures: `The likelihood is a Laplace density for each value of red, green and blue, around the decoded image and with one scale for all; a density can be above 1, so nats can be negative.${
      classifier ? ` The classifier is \`${classifier}\`.` : ''
    }`,
    tables: [{prefix: MOVES, text: (metrics) => moveTable(metrics, names)}],
    choices:
      'Choices, the scale and the strengths of the directions among them, were made on validation images; a direction that failed on the test set afterwards was left out, as said above.',
    weights: 'bytes with one scale a tensor; half floats for small tensors',
    data: `${name} (${source}), ${notice}`,
    pictures,
  };
}
