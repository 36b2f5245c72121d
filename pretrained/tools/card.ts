import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {format, resolveConfig} from 'prettier';
import type {Manifest} from '../../src/format/manifest.js';
import {modelFolder} from './model-folder.js';
import type {Recipe} from './recipe.js';
import type {CardWords} from './workshop.js';
import {workshopOf} from './workshops.js';

function pictures(words: CardWords, {extras}: Manifest): string[] {
  return Object.entries(words.pictures)
    .filter(([name]) => extras?.[name])
    .map(([name, [alternative, caption]]) => `![${alternative}](${extras![name]})\n\n${caption}`);
}

function lasted(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`;
}

function tuning({rounding, batch}: Recipe): string {
  return rounding ? `, then ${rounding.steps.toLocaleString('en')} steps of ${batch} at the rounded weights (\`--round\`)` : '';
}

/** Writes CARD.md: the recipe's words, and the manifest's figures with their protocols. */
export async function writeCard(recipe: Recipe, manifest: Manifest): Promise<void> {
  const {training, files} = manifest;
  const workshop = workshopOf(recipe);
  const words = workshop.card(recipe);
  const {tables = []} = words;
  const listed = Object.entries(manifest.metrics).filter(([name]) => tables.every(({prefix}) => !name.startsWith(prefix)));
  const rows = listed.map(([name, {value, stderr, unit, split, n, protocol}]) => {
    const digits = workshop.digits(name);
    const spread = stderr === undefined ? '' : ` ± ${stderr.toFixed(digits)}`;
    return `| ${words.metrics[name] ?? name} | ${value.toFixed(digits)}${spread} ${unit} | ${n.toLocaleString('en')} ${split} ${workshop.examples} | ${protocol} |`;
  });
  const sizes = Object.keys(manifest.nets).map((role) => `${role}.bin ${files[`${role}.bin`]!.bytes.toLocaleString('en')} bytes`);
  const text = `# ${manifest.title.en}

\`${manifest.id}\`: ${recipe.card.summary}

${pictures(words, manifest).join('\n\n')}

## Figures

| measure | value | on | protocol |
|---|---|---|---|
${rows.join('\n')}

All of them are recomputed from the shipped, quantised files by \`npm run evaluate -- ${manifest.id}\`. ${words.figures}
${listed.length > 0 ? tables.map(({text}) => `\n${text(manifest.metrics)}\n`).join('') : ''}
## Training

${recipe.card.training} ${training!.steps.toLocaleString('en')} steps of ${recipe.batch} ${workshop.examples} in ${lasted(training!.seconds)} on a CPU (\`npm run train -- ${training!.recipe}\`, seed ${training!.seed})${tuning(recipe)}.
${words.choices} Weights: ${sizes.join(', ')} (${words.weights}). ${recipe.card.rounding}

## Data and licence

${words.data}

## What it is bad at

${recipe.card.limits.map((limit) => `- ${limit}`).join('\n')}
`;
  const file = join(modelFolder(manifest.id), 'CARD.md');
  writeFileSync(file, await format(text, {...(await resolveConfig(file)), parser: 'markdown'}));
}
