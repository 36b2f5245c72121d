// One module a shipped model: its manifest and topologies baked in, and a literal URL for each of its files, so that every bundler sees and moves them.
import fs from 'node:fs/promises';
import {newestChange, root} from './files.mjs';

export async function generateModels() {
  const entries = await fs.readdir(new URL('pretrained/', root), {withFileTypes: true});
  for (const {name} of entries.filter((entry) => entry.isDirectory())) {
    const folder = new URL(`pretrained/${name}/`, root);
    const manifest = await fs.readFile(new URL('manifest.json', folder), 'utf8').catch(() => null);
    if (manifest !== null) await generateOne(name, JSON.parse(manifest), folder);
  }
}

async function generateOne(id, manifest, folder) {
  const output = `pretrained/${id}.generated.ts`;
  const newest = Math.max(await newestChange(`pretrained/${id}/`), await newestChange('.config/generate-models.mjs'));
  if ((await newestChange(output)) > newest) return;
  const topologies = {};
  for (const [role, file] of Object.entries(manifest.nets)) topologies[role] = JSON.parse(await fs.readFile(new URL(file, folder), 'utf8'));
  const urls = Object.keys(manifest.files).map((file) => `    ${JSON.stringify(file)}: new URL('./${id}/${file}', import.meta.url).href,`);
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
