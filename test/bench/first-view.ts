// Seconds to the first output on a slow line, kilobytes and the longest main-thread task: our elements, the same demos written the usual way, and
// another page where its folder is given. They take turns; each on the processor as it is and four times slower.
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {openBrowser} from '../measure/browser.js';
import {MARK, firstView, type FirstView} from '../measure/first-view.js';
import {serve, type Server} from '../measure/serve.js';
import {usualPage} from './usual-page.js';

const root = path.resolve(fileURLToPath(new URL('../../', import.meta.url)));
const SLOWDOWNS = [1, 4];

const element = (tag: string, model: string): string => `<!doctype html><meta charset="utf-8"><title>${tag}</title>
  <script type="module" src="/dist/cdn/${tag}.js"></script><${tag} model="${model}" loading="eager" backend="wasm"></${tag}>`;

const PAGES: Record<string, string> = {
  '<vae-latent-explorer>': element('vae-latent-explorer', 'vae-fashion-2d'),
  'its decoder by tfjs as usual': usualPage('vae-fashion-2d', 'decoder', 2, 1),
  '<gan-sampler>': element('gan-sampler', 'gan-fashion'),
  'its generator by tfjs as usual, 64 samples': usualPage('gan-fashion', 'generator', 32, 64),
  '<flow-density>': element('flow-density', 'flow-moons'),
};

/** The other page's folder and the expression that holds once it is ready. */
export type Rival = {name: string; folder: string; page: string; ready: string};

type Candidate = {name: string; server: Server; page: string; ready: string};

/** A Markdown table. */
export async function benchFirstView(rounds: number, rival?: Rival): Promise<string> {
  const browser = await openBrowser();
  const entries = Object.entries(PAGES).map(([name, html], index) => ({name, html, url: `/page${index}.html`}));
  const server = await serve(root, {pages: {...Object.fromEntries(entries.map(({url, html}) => [url, html])), [MARK]: ' '}});
  const candidates: Candidate[] = entries.map(({name, url}) => ({name, server, page: url, ready: 'window.genReady'}));
  const other = rival && (await serve(path.resolve(rival.folder)));
  if (rival && other) candidates.push({name: rival.name, server: other, page: rival.page, ready: rival.ready});
  const views = candidates.map(() => SLOWDOWNS.map((): FirstView[] => []));
  for (let round = 0; round < rounds; round++) {
    for (const [index, {server: from, page, ready}] of candidates.entries()) {
      for (const [at, slowdown] of SLOWDOWNS.entries()) views[index]![at]!.push(await firstView(browser, from, page, ready, {slowdown}));
    }
  }
  await browser.close();
  await server.close();
  await other?.close();
  const heads = ['page', 'kB', ...SLOWDOWNS.map((slowdown) => `seconds, ${slowdown}× processor; longest task over 50 ms`), 'computes by'];
  const rows = candidates.map(({name}, index) => {
    const [first] = views[index]![0]!;
    return [`\`${name}\``, first!.kilobytes.toFixed(0), ...views[index]!.map(describe), first!.backend ?? ''];
  });
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function describe(views: FirstView[]): string {
  const failed = views.find(({errors}) => errors.length > 0);
  if (failed) return failed.errors[0]!;
  const seconds = views.map((view) => view.seconds).sort((a, b) => a - b);
  const longest = views.map(({longTasks}) => Math.max(0, ...longTasks)).sort((a, b) => a - b)[views.length >> 1]!;
  const [least, median, most] = [seconds[0]!, seconds[seconds.length >> 1]!, seconds.at(-1)!];
  return `${median.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)}); ${longest ? `${longest} ms` : 'none'}`;
}
