// Bundled and run in a thread of its own by hostile.node.test.ts, which ends it when it hangs.
import fs from 'node:fs/promises';
import {parentPort, workerData} from 'node:worker_threads';
import {Random} from '../../../src/data/random.js';
import {Engines} from '../../../src/engine/engines.js';
import type {WasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import {Allocations} from './allocations.js';
import {attack, Work, type Outcome} from './attack.js';
import {ModelServer} from './model-server.js';
import {KINDS, makeMutant, type Kind} from './mutants.js';
import {parse, richVictim, tinyVictim, type Json, type Victim} from './victims.js';

/** In `at` the run tells the number of the model that it is at, and milliseconds of processor time that went into making models. */
export type RunOptions = {seed: number; counts: Record<Kind, number>; folder: string; at: Int32Array};

export type RunReport = {
  outcomes: Record<string, Partial<Record<Outcome, number>>>;
  /** Of all nets that reached an engine. */
  nets: number;
  multiplyAdds: number;
  held: number;
  excess: number;
  /** Bytes: the largest allocation, all of the most expensive model, and what WebAssembly memory grew to. */
  largest: number;
  sum: number;
  wasm: number;
  inUse: number;
  /** Names that appeared on what all objects, lists and functions inherit. */
  polluted: string[];
  defects: string[];
};

const {seed, counts, folder, at} = workerData as RunOptions;

async function shippedVictim(): Promise<Victim> {
  const read = async (name: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await fs.readFile(`${folder}/${name}`));
  const manifest = parse(await read('manifest.json'));
  const victim: Victim = {manifest, jsons: {}, binaries: {}};
  for (const name of Object.keys(manifest['files'] as Json)) {
    const bytes = await read(name);
    if (name.endsWith('.json')) victim.jsons[name] = parse(bytes);
    else victim.binaries[name] = bytes;
  }
  return victim;
}

function inherited(): string[] {
  const roots = {Object, Array, String, Number, Boolean, Function, Promise, Map, Error};
  return Object.entries(roots).flatMap(([name, {prototype}]) => Reflect.ownKeys(prototype).map((key) => `${name}.${String(key)}`));
}

async function run(): Promise<RunReport> {
  const random = new Random(seed);
  const [tiny, rich, shipped] = [await tinyVictim(), await richVictim(random), await shippedVictim()];
  const victims = [tiny, rich, tiny, shipped, tiny];
  const engines = new Engines();
  const {engine} = (await engines.wasm()) as {engine: WasmEngine};
  const work = new Work(() => engine.bytesInUse);
  const server = new ModelServer(engines, work.wrap);
  const before = new Set(inherited());
  const allocations = new Allocations();
  const outcomes: RunReport['outcomes'] = {};
  const defects: string[] = [];
  process.on('unhandledRejection', (reason) => defects.push(`nobody caught ${String(reason)}`));
  parentPort!.postMessage('begun');
  let [index, sum, making] = [0, 0, 0];
  for (const kind of KINDS) {
    const count: Partial<Record<Outcome, number>> = (outcomes[kind] = {});
    for (let left = counts[kind]; left > 0; left--, index++) {
      Atomics.store(at, 0, index);
      const start = process.cpuUsage();
      const files = await makeMutant(kind, victims[index % victims.length]!, random);
      const {user, system} = process.cpuUsage(start);
      making += (user + system) / 1000;
      Atomics.store(at, 1, making);
      allocations.sum = 0;
      try {
        const outcome = await attack(server, files);
        count[outcome] = (count[outcome] ?? 0) + 1;
      } catch (error) {
        defects.push(`${kind} ${index}: ${(error as Error).stack}`);
      }
      sum = Math.max(sum, allocations.sum);
    }
  }
  allocations.restore();
  server.close();
  return {
    outcomes,
    nets: work.nets,
    multiplyAdds: work.mostMultiplyAdds,
    held: work.mostHeld,
    excess: work.mostExcess,
    largest: allocations.largest,
    sum,
    wasm: allocations.wasm,
    inUse: engine.bytesInUse,
    polluted: inherited().filter((name) => !before.has(name)),
    defects,
  };
}

parentPort!.postMessage(await run());
