// One module a shipped model: its manifest and topologies baked in, the latter read already (src/format/bake-net.ts), and a literal URL for each of its files, so that every bundler sees and moves them.
import fs from 'node:fs/promises';
import {build} from 'esbuild';
import {newestChange, root} from './files.mjs';

const FOR_PEOPLE = ['samples', 'density', 'plane', 'reconstructions', 'directions', 'traversals', 'nearest'];

const foldersOf = async (place) =>
  (await fs.readdir(new URL(place, root), {withFileTypes: true})).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const readJson = async (file) => JSON.parse(await fs.readFile(new URL(file, root), 'utf8').catch(() => 'null'));

export async function generateModels() {
  for (const manifest of await manifests()) await generateOne(manifest.id, manifest, new URL(`pretrained/${manifest.id}/`, root));
  for (const tag of await foldersOf('components/')) await generateOthers(tag);
}

async function manifests() {
  const all = await Promise.all((await foldersOf('pretrained/')).map((id) => readJson(`pretrained/${id}/manifest.json`)));
  return all.filter((manifest) => manifest !== null);
}

/** What an element's script tells of its first view (`first-view.json`), and the models of the default's family beside it, by id. */
export async function firstViewOf(tag) {
  const firstView = await readJson(`components/${tag}/first-view.json`);
  const all = await manifests();
  const first = all.find(({id}) => id === firstView.model);
  const [family, rank] = [first?.family, first?.data.shape.length];
  const others = all.filter(
    (manifest) => manifest.family === family && manifest.data.shape.length === rank && manifest.id !== firstView.model,
  );
  return {...firstView, others: Object.fromEntries(others.map(({id, latent}) => [id, {latents: latent?.size ?? 0}]))};
}

/** The other models' modules, which a script tag fetches when an element wants one of them. */
async function generateOthers(tag) {
  const lines = Object.entries((await firstViewOf(tag)).others).map(
    ([id, {latents}]) => `  '${id}': {latents: ${latents}, load: () => import('../../pretrained/${id}.generated.js')},\n`,
  );
  const text = `// Made by .config/generate-models.mjs from the manifests in pretrained/; not in git.
import type {OfferedModels} from '../../src/elements/offered-models.js';

export const otherModels: OfferedModels = {
${lines.join('')}};
`;
  const output = new URL(`components/${tag}/other-models.generated.ts`, root);
  if ((await fs.readFile(output, 'utf8').catch(() => '')) !== text) await fs.writeFile(output, text);
}

async function generateOne(id, manifest, folder) {
  const output = `pretrained/${id}.generated.ts`;
  const sources = [`pretrained/${id}/`, 'src/format', '.config/generate-models.mjs'];
  const newest = Math.max(...(await Promise.all(sources.map(newestChange))));
  if ((await newestChange(output)) > newest) return;
  const {bakeNet} = await loadBakery();
  const topologies = {};
  for (const [role, file] of Object.entries(manifest.nets)) {
    const json = JSON.parse(await fs.readFile(new URL(file, folder), 'utf8'));
    const paths = json.weightsManifest.flatMap((group) => group.paths);
    const weights = Buffer.concat(await Promise.all(paths.map((path) => fs.readFile(new URL(path, folder)))));
    topologies[role] = bakeNet(json, new Uint8Array(weights).buffer, file);
  }
  // Bundlers copy every file that has a URL here: the pictures of the card are for people who look into the folder.
  const forPeople = FOR_PEOPLE.map((extra) => manifest.extras?.[extra]);
  const urls = Object.keys(manifest.files)
    .filter((file) => !forPeople.includes(file))
    .map((file) => `    ${JSON.stringify(file)}: new URL('./${id}/${file}', import.meta.url).href,`);
  const text = `// Made by .config/generate-models.mjs from pretrained/${id}/; not in git.
import type {Manifest} from '../src/format/manifest.js';

export const model: {id: string; manifest: Manifest; topologies: Record<string, unknown>; urls: Record<string, string>} = {
  id: ${JSON.stringify(id)},
  manifest: ${JSON.stringify(manifest)},
  topologies: ${JSON.stringify(topologies)},
  urls: {
${urls.join('\n')}
  },
};
`;
  await fs.writeFile(new URL(output, root), text);
  console.log(`${output}: ${Object.keys(manifest.files).length} files`);
}

let bakery;
/** The reader is TypeScript, which this Node does not run. */
function loadBakery() {
  bakery ??= build({
    entryPoints: ['src/format/bake-net.ts'],
    absWorkingDir: new URL(root).pathname,
    bundle: true,
    format: 'esm',
    write: false,
  }).then(({outputFiles}) => import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`));
  return bakery;
}
