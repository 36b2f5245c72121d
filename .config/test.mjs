// npm test: everything, from a fresh clone. Goes on after a failure, and ends with one line of counts:
// each unit, element and integration test is one, and so is each check that is not a test (types, lint, format, build, sizes, gallery).
import {spawn} from 'node:child_process';
import process from 'node:process';
import {findOrInstallBrowser} from './browser.mjs';
import {root} from './files.mjs';
import {setUp} from './setup.mjs';

setUp();
process.env.CHROME_PATH = await findOrInstallBrowser();
console.log(`Browser: ${process.env.CHROME_PATH}`);

const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', '.config/mocha-reporter.cjs'];
const stages = [
  {name: 'types', args: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']},
  {name: 'lint', args: ['node_modules/eslint/bin/eslint.js', '-c', '.config/eslint.config.mjs', '--max-warnings', '0', '.']},
  {name: 'format', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']},
  {name: 'unit tests in Node', args: [...mocha, '--spec', 'test/src/**/*.test.ts'], counts: true},
  {
    name: 'unit and element tests in Chromium',
    args: ['node_modules/@web/test-runner/dist/bin.js', '--config', 'test/web-test-runner.config.mjs'],
    counts: true,
  },
  {name: 'build', args: ['.config/build.mjs']},
  {name: 'integration tests', args: [...mocha, '--spec', 'test/integration/**/*.test.ts', '--timeout', '240000'], counts: true},
  {name: 'sizes', args: ['--import', 'tsx', 'test/measure/size.ts']},
  {
    name: 'gallery build',
    args: ['node_modules/storybook/dist/bin/dispatcher.js', 'build', '--quiet', '--disable-telemetry', '-o', 'storybook-static'],
  },
];

let passed = 0;
let failed = 0;
const failures = [];
const skipped = [];
for (const stage of stages) {
  console.log(`\n── ${stage.name}`);
  const started = Date.now();
  const {status, output} = await run(stage.args);
  const counts = stage.counts ? readCounts(output) : null;
  // A runner that ran nothing has failed, and so has one that failed without a failed test to show for it (a crash, a file that does not load).
  const ok = status === 0 && (!stage.counts || counts?.passed > 0);
  passed += counts?.passed ?? (ok ? 1 : 0);
  failed += counts?.failed || (ok ? 0 : 1);
  skipped.push(...(counts?.skipped ?? []));
  if (!ok) failures.push(stage.name);
  console.log(
    `   ${ok ? 'ok' : 'FAILED'}${counts ? `, ${counts.passed} passed, ${counts.failed} failed` : ''}, ${Math.round((Date.now() - started) / 1000)} s`,
  );
}
if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((title) => `  ${title}`).join('\n')}`);
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** Runs a Node command, shows its output and keeps it. */
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {...process.env, STORYBOOK_DISABLE_TELEMETRY: '1'},
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on('close', (status) => resolve({status: status ?? 1, output}));
  });
}

function readCounts(output) {
  // The browser's runner moves its cursor first, so the line may begin with escape codes.
  const line = /(?:node|browser) counts (\{.*\})$/m.exec(output);
  return line ? JSON.parse(line[1]) : null;
}
