import {Worker} from 'node:worker_threads';

/** A worker thread that runs a TypeScript module: Node 20 does not hand the loader of `--import tsx` on to its workers. */
export function typescriptWorker(module: URL, workerData: unknown): Worker {
  const start = `import('tsx/esm/api').then(({register}) => { register(); return import(${JSON.stringify(module.href)}); })`;
  return new Worker(start, {eval: true, workerData});
}
