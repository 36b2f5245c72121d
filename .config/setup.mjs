// What `npm start` and `npm test` need on a fresh clone: dependencies as in the lock file, then the generated modules.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import {root} from './files.mjs';

/** Runs a command from the project's root with its output shown; resolves to its exit status. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {cwd: root, stdio: 'inherit', ...options});
  if (result.error) throw result.error;
  return result.status ?? 1;
}

export function setUp() {
  const link = fs.lstatSync(new URL('node_modules', root), {throwIfNoEntry: false})?.isSymbolicLink();
  const installed = fs.statSync(new URL('node_modules/.package-lock.json', root), {throwIfNoEntry: false});
  const lock = fs.statSync(new URL('package-lock.json', root));
  // `npm ci` would empty what a link points to, and that is somebody else's.
  if (!link && (!installed || installed.mtimeMs < lock.mtimeMs)) {
    console.log('Installing dependencies (npm ci) …');
    const status = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {shell: process.platform === 'win32'});
    if (status !== 0) process.exit(status);
  }
  if (run(process.execPath, ['.config/generate.mjs']) !== 0) process.exit(1);
}
