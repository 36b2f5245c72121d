import type {Metric} from '../../src/format/manifest.js';
import {ClassifierObjective} from '../../src/training/objectives/classifier.js';
import {Trainer} from '../../src/training/trainer.js';
import {ClassifierNets, accuracies, answersOf, questionsOf} from './classifier-nets.js';
import {DATA_SETS, dataName, loadData} from './data.js';
import {readExtract} from './extract.js';
import type {ClassifierRecipe} from './recipe.js';
import type {CardWords, Workshop} from './workshop.js';

/** Nets that name what is in an image: to measure generative models with. */
export const classifierWorkshop: Workshop<ClassifierRecipe> = {
  examples: 'images',

  trainer(recipe, run) {
    const objective = new ClassifierObjective(questionsOf(recipe.data));
    const examples = loadData(recipe.data, 'train');
    return new Trainer({...run, objectives: [objective, objective], examples: {...examples, answers: answersOf(examples)}});
  },

  inspect: (recipe, graphs) => `right on validation images: ${validationAccuracy(recipe, graphs)}`,

  describe({data}) {
    const {name, shape, range, labels, source, license} = DATA_SETS[data];
    return {
      data: {name, shape, range, labels, source, license},
      inputs: {classifier: ['x']},
      outputs: {classifier: ['logits']},
    };
  },

  extras: () => ({extras: {}}),

  compareRounding: (recipe, trained, shipped) =>
    `right on validation images: ${validationAccuracy(recipe, trained)} before rounding the weights, ${validationAccuracy(recipe, shipped)} as shipped`,

  evaluate(_recipe, {manifest, graphs, extract}) {
    const data = dataName(manifest.data.name);
    const examples = extract ? readExtract(data) : loadData(data, 'test');
    const questions = questionsOf(data);
    const nets = new ClassifierNets(graphs, questions);
    const shares = accuracies(nets.answersFor(examples), answersOf(examples), questions.names.length);
    nets.dispose();
    const metrics = shares.map((share, i): [string, Metric] => [
      `accuracy.${questions.names[i]}`,
      percentage(share, {split: extract ? 'test extract' : 'test', n: examples.count, protocol: 'likeliest answer'}),
    ]);
    return Promise.resolve(Object.fromEntries(metrics));
  },

  digits: () => 2,

  card(recipe): CardWords {
    const {name, source, notice} = DATA_SETS[recipe.data];
    const metrics = questionsOf(recipe.data).names.map((question) => [`accuracy.${question}`, `Right answers: ${question}`]);
    return {
      metrics: Object.fromEntries(metrics) as Record<string, string>,
      figures: '',
      choices: 'Choices were made on validation images, never on the test set.',
      weights: 'bytes with one scale a tensor; half floats for small tensors',
      data: `${name} (${source}), ${notice}`,
      pictures: {},
    };
  },
};

/** A share of `n` as a metric in per cent, with its standard error. */
export function percentage(share: number, {split, n, protocol}: {split: string; n: number; protocol: string}): Metric {
  return {value: 100 * share, unit: '%', stderr: 100 * Math.sqrt((share * (1 - share)) / n), split, n, protocol};
}

function validationAccuracy({data}: ClassifierRecipe, graphs: ConstructorParameters<typeof ClassifierNets>[0]): string {
  const validation = loadData(data, 'validation');
  const questions = questionsOf(data);
  const nets = new ClassifierNets(graphs, questions);
  const shares = accuracies(nets.answersFor(validation), answersOf(validation), questions.names.length);
  nets.dispose();
  return shares.map((share, i) => `${questions.names[i]} ${(100 * share).toFixed(2)} %`).join(', ');
}
