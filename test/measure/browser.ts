import fs from 'node:fs';
import {type Browser, launch} from 'puppeteer-core';

const USUAL = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** What a headless Chromium needs to give WebGPU, on an adapter that computes on the CPU; pages present no WebGPU canvas. */
export const SOFTWARE_WEBGPU = ['--enable-unsafe-webgpu'];

/** Headless Chromium that asks no host of its own; `npm test` hands over the browser that it found in CHROME_PATH. */
export function openBrowser(args: string[] = []): Promise<Browser> {
  const executablePath = process.env.CHROME_PATH ?? USUAL.find((file) => fs.existsSync(file));
  if (!executablePath) throw new Error('No Chromium: set CHROME_PATH, or run `npm test` once, which installs one.');
  return launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', ...args],
  });
}
