// Finds a Chromium for the tests, or installs one where there is none: the only thing that any command of this project downloads besides npm packages.
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {root} from './files.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];

const USUAL_PLACES = {
  linux: ['/usr/bin/chromium', '/usr/bin/google-chrome', '/opt/google/chrome/chrome', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    process.env[name]
      ? [
          path.join(process.env[name], 'Google/Chrome/Application/chrome.exe'),
          path.join(process.env[name], 'Microsoft/Edge/Application/msedge.exe'),
        ]
      : [],
  ),
};

/**
 * Where a browser is, or null. The environment and the file check are parameters so that the choice can be tested.
 * @param {{env?: Record<string, string | undefined>, platform?: string, exists?: (file: string) => boolean}} options
 */
export function findBrowser({env = process.env, platform = process.platform, exists = fs.existsSync} = {}) {
  if (env.CHROME_PATH) {
    if (!exists(env.CHROME_PATH)) throw new Error(`CHROME_PATH is ${env.CHROME_PATH}, and no file is there.`);
    return env.CHROME_PATH;
  }
  const suffix = platform === 'win32' ? '.exe' : '';
  const onPath = (env.PATH ?? '')
    .split(platform === 'win32' ? ';' : ':')
    .filter(Boolean)
    .flatMap((folder) => NAMES.map((name) => path.posix.join(folder, name + suffix)));
  return [...onPath, ...(USUAL_PLACES[platform] ?? [])].find((file) => exists(file)) ?? null;
}

/** How to get one: Debian's package where we may install it, else Chrome for Testing into the project's cache. */
export function installer({
  platform = process.platform,
  isRoot = process.getuid?.() === 0,
  hasApt = fs.existsSync('/usr/bin/apt-get'),
} = {}) {
  return platform === 'linux' && isRoot && hasApt ? 'debian' : 'chrome-for-testing';
}

export async function findOrInstallBrowser() {
  const found = findBrowser();
  if (found) return found;
  if (installer() === 'debian') return installDebianChromium();
  const {Browser, detectBrowserPlatform, getInstalledBrowsers, install, resolveBuildId} = await import('@puppeteer/browsers');
  const cacheDir = fileURLToPath(new URL('.cache/browsers', root));
  const cached = (await getInstalledBrowsers({cacheDir})).find(({browser}) => browser === Browser.CHROME);
  if (cached) return cached.executablePath;
  console.log('No Chromium found; installing Chrome for Testing …');
  const buildId = await resolveBuildId(Browser.CHROME, detectBrowserPlatform(), 'stable');
  return (await install({browser: Browser.CHROME, buildId, cacheDir})).executablePath;
}

function installDebianChromium() {
  console.log('No Chromium found; installing Debian’s package …');
  const options = {stdio: 'inherit', env: {...process.env, DEBIAN_FRONTEND: 'noninteractive'}};
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], options);
  return findBrowser();
}
