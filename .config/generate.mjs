// Makes the *.generated.ts files that every tool imports: the wasm kernels as base64, the worker as a string. Rebuilds only what is older than its sources.
import {generateKernels} from './generate-kernels.mjs';
import {generateModels} from './generate-models.mjs';
import {generateWorker} from './generate-worker.mjs';

await generateKernels();
await generateWorker();
await generateModels();
