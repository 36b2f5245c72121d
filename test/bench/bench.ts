// npm run bench [-- inference webgpu training page flow live peers dawn serve] [--json]: speed, as ratios in one run. `page` and `live` need `npm run build` first,
// `peers`, `dawn` and `serve` need `npm ci --prefix test/bench`; `serve` is not part of all.
import process from 'node:process';

const BENCHES = {
  inference: () => import('./inference.js'),
  webgpu: () => import('./webgpu.js'),
  training: () => import('./training.js'),
  page: () => import('./page.js'),
  flow: () => import('./flow.js'),
  live: () => import('./live-training.js'),
  peers: () => import('./peers.js'),
  dawn: () => import('./dawn.js'),
  serve: () => import('./serve-page.js'),
};
type Name = keyof typeof BENCHES;

const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const all = Object.keys(BENCHES).filter((name) => name !== 'serve');
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) throw new Error(`No such bench: ${unknown.join(', ')}. There is: ${Object.keys(BENCHES).join(', ')}.`);
for (const name of (asked.length > 0 ? asked : all) as Name[]) {
  console.error(`── ${name}`);
  await BENCHES[name]();
}
