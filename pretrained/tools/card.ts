import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {format, resolveConfig} from 'prettier';
import type {Manifest} from '../../src/format/manifest.js';
import {DATA_SETS, loadData} from './data.js';
import {modelFolder} from './model-folder.js';
import type {Recipe} from './recipe.js';
import {binarisationEntropy} from './vae-metrics.js';

const METRIC_NAMES: Record<string, string> = {
  nll: 'Negative log-likelihood, −log p(x)',
  elbo: 'Negative evidence lower bound',
  reconstruction: 'of which reconstruction, −E log p(x\\|z)',
  kl: 'of which KL(q(z\\|x) ‖ p(z))',
  softBce: '784·BCE on grey targets + KL (not a likelihood)',
};

/** What each picture of a model's folder shows: alternative text and caption. */
const PICTURES: Record<string, [string, string]> = {
  samples: [
    'Means of p(x|z) for the first 128 draws of z from the prior (seed 1), unpicked',
    'Unpicked: decoded means for the first 128 draws of z from the prior, seed 1.',
  ],
  plane: ['The latent plane from −3 to 3', 'The latent plane from −3 to 3 in both directions, decoded.'],
  reconstructions: [
    'The first 20 test images, and below each its reconstruction',
    'The first 20 test images above their reconstructions (decoded posterior means).',
  ],
  traversals: [
    'Rows of pictures that change from left to right',
    'From the starting point along each direction of the manifest, −3 to 3 times its vector: the directions along which pictures change most.',
  ],
};

function pictures({extras}: Manifest): string[] {
  return Object.entries(PICTURES)
    .filter(([name]) => extras?.[name])
    .map(([name, [alternative, caption]]) => `![${alternative}](${extras![name]})\n\n${caption}`);
}

function tuning({rounding, batch}: Recipe): string {
  return rounding ? `, then ${rounding.steps.toLocaleString('en')} steps of ${batch} at the rounded weights (\`--round\`)` : '';
}

/** Writes CARD.md: the recipe's words, and the manifest's figures with their protocols. */
export async function writeCard(recipe: Recipe, manifest: Manifest): Promise<void> {
  const {data, training, files} = manifest;
  const rows = Object.entries(manifest.metrics).map(([name, {value, stderr, unit, split, n, protocol}]) => {
    const spread = stderr === undefined ? '' : ` ± ${stderr.toFixed(2)}`;
    return `| ${METRIC_NAMES[name] ?? name} | ${value.toFixed(2)}${spread} ${unit} | ${n.toLocaleString('en')} ${split} images | ${protocol} |`;
  });
  const entropy = binarisationEntropy(loadData(recipe.data, 'test'));
  const sizes = Object.keys(manifest.nets).map((role) => `${role}.bin ${files[`${role}.bin`]!.bytes.toLocaleString('en')} bytes`);
  const text = `# ${manifest.title.en}

\`${manifest.id}\`: ${recipe.card.summary}

${pictures(manifest).join('\n\n')}

## Figures

| measure | value | on | protocol |
|---|---|---|---|
${rows.join('\n')}

All of them are recomputed from the shipped, quantised files by \`npm run evaluate -- ${manifest.id}\`. Binarised: each pixel drawn once from Bernoulli(x), seed 777. Those draws
alone have a mean entropy of ${entropy.toFixed(1)} nats on the test set, a part of every likelihood that no model can remove.

## Training

${recipe.card.training} ${training!.steps.toLocaleString('en')} steps of ${recipe.batch} images in ${Math.round(training!.seconds / 60)} minutes on a CPU (\`npm run train -- ${training!.recipe}\`, seed ${training!.seed})${tuning(recipe)}.
Choices were made on the last 5,000 training images, never on the test set. Weights: ${sizes.join(', ')} (bytes with one scale a tensor; half floats for small tensors). ${recipe.card.rounding}

## Data and licence

${data.name} (${data.source}), ${DATA_SETS[recipe.data].notice}

## What it is bad at

${recipe.card.limits.map((limit) => `- ${limit}`).join('\n')}
`;
  const file = join(modelFolder(manifest.id), 'CARD.md');
  writeFileSync(file, await format(text, {...(await resolveConfig(file)), parser: 'markdown'}));
}
