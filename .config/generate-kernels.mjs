// AssemblyScript to wasm to a TypeScript module. Kernels import their memory, allocate nothing and have no data section, so that the same ones can live on another heap.
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {deflateRawSync} from 'node:zlib';
import fs from 'node:fs/promises';
import {newestChange, root} from './files.mjs';

// The engine is in every first view: a fifth smaller for the same speed.
const MODULES = [
  {entry: 'src/engine/wasm/assembly/index.ts', output: 'src/engine/wasm/kernels.generated.ts', optimize: '-O3s', limit: 15_000},
  {
    entry: 'src/engine/wasm/assembly/flow.ts',
    output: 'src/engine/wasm/flow-kernels.generated.ts',
    name: 'FLOW_KERNELS_DEFLATED',
    optimize: '-O3s',
    limit: 6_000,
  },
  {entry: 'src/training/assembly/index.ts', output: 'src/training/gradients.generated.ts', optimize: '-O3', limit: 40_000},
];

export async function generateKernels() {
  await fs.mkdir(new URL('.cache/', root), {recursive: true});
  for (const module of MODULES) await generateOne(module);
}

async function generateOne({entry, output, name = 'KERNELS_DEFLATED', optimize, limit}) {
  const folder = entry.slice(0, entry.lastIndexOf('/') + 1);
  // All share the engine's words of assembly.
  const places = [folder, 'src/engine/wasm/assembly/', '.config/generate-kernels.mjs'];
  const sources = Math.max(...(await Promise.all(places.map((place) => newestChange(place)))));
  if (sources === 0 || (await newestChange(output)) > sources) return;
  const binary = `.cache/${output.split('/').pop()}.wasm`;
  const options = [
    optimize,
    '--converge',
    '--runPasses',
    'coalesce-locals-learning,reorder-locals,vacuum',
    '--noAssert',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--importMemory',
    '--use',
    'abort=',
    '-o',
    binary,
  ];
  await promisify(execFile)(process.execPath, ['node_modules/assemblyscript/bin/asc.js', entry, ...options], {cwd: root});
  const bytes = await fs.readFile(new URL(binary, root));
  if (bytes.length > limit) throw new Error(`${entry} compiles to ${bytes.length} bytes, over its limit of ${limit}`);
  refuseDataSection(bytes, entry);
  const text = `// Made by .config/generate-kernels.mjs from ${entry}; not in git.\nexport const ${name}: string =\n  '${deflateRawSync(bytes, {level: 9}).toString('base64')}';\n`;
  await fs.writeFile(new URL(output, root), text);
  console.log(`${output}: ${bytes.length} bytes of wasm`);
}

// A data section would be written over whatever the shared heap holds at that address (tfjs-wasm keeps its own statics there).
function refuseDataSection(bytes, entry) {
  let at = 8;
  while (at < bytes.length) {
    const id = bytes[at++];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    if (id === 11) throw new Error(`${entry} compiles to a module with a data section`);
    at += size;
  }
}
