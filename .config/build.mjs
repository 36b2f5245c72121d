// npm run build: writes dist/ (ARCHITECTURE.md, "What the build writes").
import fs from 'node:fs/promises';
import {analyze} from './analyze.mjs';
import {buildTraining} from './build-training.mjs';
import {root} from './files.mjs';
import {bundleWorker} from './generate-worker.mjs';
import {writeJsxTypes} from './jsx-types.mjs';
import {readManifest, undocumented} from './readme-tables.mjs';
import {run, setUp} from './setup.mjs';

setUp();
await fs.rm(new URL('dist/', root), {recursive: true, force: true});
const step = (command, args) => {
  const status = run(process.execPath, [command, ...args]);
  if (status !== 0) process.exit(status);
};
step('node_modules/rollup/dist/bin/rollup', ['-c', '--silent']);
step('node_modules/typescript/bin/tsc', ['-p', '.config/tsconfig.types.json']);
analyze();
const silent = undocumented(await readManifest());
if (silent.length > 0) {
  console.error(`Public, and without a line of JSDoc: ${silent.join(', ')}`);
  process.exit(1);
}
// For the attribute `worker-src`: pages that refuse workers from a blob can serve this one themselves.
await fs.writeFile(new URL('dist/worker.js', root), await bundleWorker());
await buildTraining();
await writeJsxTypes();
await copyModels();

/** Model folders are copied verbatim: file names in a model.json must survive. */
async function copyModels() {
  for (const {name} of (await fs.readdir(new URL('pretrained/', root), {withFileTypes: true})).filter((entry) => entry.isDirectory())) {
    const source = new URL(`pretrained/${name}/`, root);
    const isModel = await fs.access(new URL('manifest.json', source)).then(
      () => true,
      () => false,
    );
    if (isModel) await fs.cp(source, new URL(`dist/pretrained/${name}/`, root), {recursive: true});
  }
}
