// Unit and element tests in real Chromium, with what a headless one needs for WebGPU in software.
import fs from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {defaultReporter} from '@web/test-runner';
import {chromeLauncher} from '@web/test-runner-chrome';
import {build} from 'esbuild';
import {bundleTraining, trainingBinary} from '../.config/build-training.mjs';

const rootDir = fileURLToPath(new URL('../', import.meta.url));

/** CommonJS packages that tests import, bundled once each. */
const PREBUNDLED = ['@tensorflow/tfjs', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm', 'axe-core'];
const bundles = new Map();
const prebundle = {
  name: 'prebundle',
  resolveImport: ({source}) => (PREBUNDLED.includes(source) ? `/prebundled/${source}.js` : undefined),
  async serve({path}) {
    const name = /^\/prebundled\/(.+)\.js$/.exec(path)?.[1];
    if (!PREBUNDLED.includes(name)) return undefined;
    if (!bundles.has(name)) bundles.set(name, bundle(name));
    return {body: await bundles.get(name), type: 'js'};
  },
};

async function bundle(name) {
  const contents = name === 'axe-core' ? `import axe from '${name}'; export default axe;` : `export * from '${name}';`;
  const external = PREBUNDLED.filter((other) => other !== name && name.startsWith(other));
  const options = {
    stdin: {contents, resolveDir: rootDir},
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    external,
    define: {'process.env.NODE_ENV': '"test"', global: 'globalThis'},
  };
  return (await build(options)).outputFiles[0].text;
}

/** What `npm run build` writes for training, made when a test first asks for it, and the models beside it. */
let training;
const trainingBuild = {
  name: 'training-build',
  async serve({path}) {
    const name = /^\/training-build\/(.+)$/.exec(path)?.[1];
    if (!name) return undefined;
    if (name.startsWith('pretrained/'))
      return {
        body: await fs.readFile(new URL(`../${name}`, import.meta.url)),
        type: name.endsWith('.json') ? 'json' : 'application/octet-stream',
      };
    if (name.startsWith('training/')) return {body: await fs.readFile(trainingBinary), type: 'application/wasm'};
    training ??= bundleTraining();
    const contents = (await training)[name];
    return contents && {body: Buffer.from(contents).toString(), type: 'js'};
  },
};

/** One machine-readable line for .config/test.mjs. */
const countReporter = {
  onTestRunFinished({sessions}) {
    const counts = {passed: 0, failed: 0, skipped: []};
    const visit = (suite) => {
      for (const test of suite?.tests ?? []) {
        if (test.skipped) counts.skipped.push(test.name);
        else counts[test.passed ? 'passed' : 'failed']++;
      }
      (suite?.suites ?? []).forEach(visit);
    };
    for (const session of sessions) {
      visit(session.testResults);
      if (session.errors.length > 0) counts.failed++;
    }
    console.log(`browser counts ${JSON.stringify(counts)}`);
  },
};

export default {
  rootDir,
  files: ['test/src/**/*.test.ts', 'test/components/**/*.test.ts', '!test/**/*.node.test.ts'],
  nodeResolve: {exportConditions: ['browser', 'production']},
  concurrency: 1,
  browserStartTimeout: 120_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 300_000,
  testFramework: {config: {timeout: 60_000}},
  plugins: [
    prebundle,
    trainingBuild,
    esbuildPlugin({ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url))}),
  ],
  reporters: [defaultReporter({reportTestProgress: false}), countReporter],
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: process.env.CHROME_PATH,
        args: [
          '--no-sandbox',
          // For tests of what is left in memory.
          '--js-flags=--expose-gc',
          '--disable-background-networking',
          '--disable-component-update',
          '--enable-unsafe-webgpu',
          '--use-angle=swiftshader',
          '--enable-unsafe-swiftshader',
          '--ignore-gpu-blocklist',
          '--enable-gpu',
          '--enable-features=Vulkan',
          '--use-vulkan=swiftshader',
        ],
      },
    }),
  ],
};
