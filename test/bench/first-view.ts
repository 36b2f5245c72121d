// Seconds to the first output on a slow line, and the longest main-thread task; beside another page where its folder is given, in turns.
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {openBrowser} from '../measure/browser.js';
import {MARK, firstView, type FirstView} from '../measure/first-view.js';
import {serve} from '../measure/serve.js';

const root = path.resolve(fileURLToPath(new URL('../../', import.meta.url)));
const OURS = `<!doctype html><meta charset="utf-8"><script type="module" src="/dist/cdn/vae-latent-explorer.js"></script>
  <vae-latent-explorer model="vae-fashion-2d" loading="eager" backend="wasm"></vae-latent-explorer>`;

/** The other page's folder and the expression that holds once it is ready. */
export type Rival = {name: string; folder: string; page: string; ready: string};

export async function benchFirstView(rounds: number, rival?: Rival): Promise<void> {
  const browser = await openBrowser();
  const server = await serve(root, {pages: {'/page.html': OURS, [MARK]: ' '}});
  const other = rival && (await serve(path.resolve(rival.folder)));
  const ours: FirstView[] = [];
  const theirs: FirstView[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await firstView(browser, server, '/page.html', 'window.genReady'));
    if (rival && other) theirs.push(await firstView(browser, other, rival.page, rival.ready));
  }
  describe('vae-latent-explorer', ours);
  if (rival) describe(rival.name, theirs);
  await browser.close();
  await server.close();
  await other?.close();
}

function describe(name: string, views: FirstView[]): void {
  const seconds = views.map((view) => view.seconds).sort((a, b) => a - b);
  const median = seconds[seconds.length >> 1] ?? NaN;
  const longest = Math.max(0, ...views.flatMap((view) => view.longTasks));
  console.log(
    `first view, ${name}: median ${median.toFixed(2)} s of ${seconds.map((value) => value.toFixed(2)).join(', ')}; ` +
      `${(views[0]?.kilobytes ?? NaN).toFixed(1)} kB; longest task over 50 ms: ${longest ? `${longest} ms` : 'none'}`,
  );
}
