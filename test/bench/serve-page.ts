// npm run bench -- serve: the page of the peers bench as a folder (.cache/bench), served here. A phone needs it by https, since WebGPU does: put the folder on any static host.
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {serve} from '../measure/serve.js';
import {buildPage} from './peers/build-page.js';

const folder = path.resolve(fileURLToPath(new URL('../../.cache/bench/', import.meta.url)));
await buildPage(folder);
const server = await serve(folder);
console.log(`${server.url}/index.html, from ${folder}: the folder is all static files and works on any host. Stop with Ctrl-C.`);
