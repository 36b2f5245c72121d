import {WORKER_PARTS} from './worker-parts.generated.js';

/** Beside the part of a family, what its models need on wasm, where most are computed. */
const ON_WASM: Record<string, string[]> = {vae: ['wasm-net'], gan: ['wasm-net'], flow: ['routed-flow', 'wasm-flow']};
/** What flows need where WebGPU is asked for: it is tested with a net on wasm, and then with a flow. */
const FLOWS_ON_WEBGPU = ['wasm-net', 'webgpu-flow', 'flow-self-test'];

const provided = new Map<string, string>();

/** A part that comes with a script, so that a worker can begin with it at once. */
export function provideWorkerPart(name: string, source: string): void {
  provided.set(name, source);
}

/** The script of some parts and of those that they need, each once; at once where all of them came along. */
export function partsScript(names: Iterable<string>): string | Promise<string> {
  const wanted = new Set<string>();
  const want = (name: string): void => {
    for (const needed of [...(WORKER_PARTS[name]?.needs ?? []), ...(ON_WASM[name] ?? [])]) if (!wanted.has(needed)) want(needed);
    wanted.add(name);
  };
  for (const name of names) want(name);
  if (wanted.has('flow') && wanted.has('webgpu-engine')) FLOWS_ON_WEBGPU.forEach(want);
  const sources = [...wanted].map(
    (name) => provided.get(name) ?? WORKER_PARTS[name]?.load().then(({WORKER_SOURCE}) => WORKER_SOURCE) ?? '',
  );
  if (sources.every((source) => typeof source === 'string')) return sources.join('\n');
  return Promise.all(sources).then((all) => all.join('\n'));
}
