// npm run bench [-- inference webgpu training page flow live]: speed, as ratios in one run. `page` and `live` need `npm run build` first.
import process from 'node:process';

const BENCHES = {
  inference: () => import('./inference.js'),
  webgpu: () => import('./webgpu.js'),
  training: () => import('./training.js'),
  page: () => import('./page.js'),
  flow: () => import('./flow.js'),
  live: () => import('./live-training.js'),
};
type Name = keyof typeof BENCHES;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) throw new Error(`No such bench: ${unknown.join(', ')}. There is: ${Object.keys(BENCHES).join(', ')}.`);
for (const name of (asked.length > 0 ? asked : Object.keys(BENCHES)) as Name[]) {
  console.log(`── ${name}`);
  await BENCHES[name]();
}
