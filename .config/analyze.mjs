// Writes dist/custom-elements.json.
import process from 'node:process';
import {run} from './setup.mjs';

export function analyze() {
  const analyzer = 'node_modules/@custom-elements-manifest/analyzer/cem.js';
  const status = run(process.execPath, [analyzer, 'analyze', '--config', '.config/custom-elements-manifest.config.mjs', '--quiet']);
  if (status !== 0) process.exit(status);
}
