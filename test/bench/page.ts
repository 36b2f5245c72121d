// npm run bench -- page: first view and dragging in headless Chromium, on the script-tag build.
// With PLAYGROUND set to a folder that holds the published page of TensorFlow Playground, its first view is measured in turns with ours.
import process from 'node:process';
import {benchDragging, describeDragging} from './drag.js';
import {benchFirstView, type Rival} from './first-view.js';

const folder = process.env.PLAYGROUND;
const playground: Rival | undefined = folder
  ? {
      name: 'TensorFlow Playground',
      folder,
      page: '/index.html',
      ready: "document.querySelectorAll('canvas').length > 3 && document.querySelector('#loss-test')?.textContent?.length > 0",
    }
  : undefined;

console.log(await benchFirstView(5, playground));
console.log(`dragging: ${describeDragging(await benchDragging())}`);
console.log(`dragging, processor 4 times slower: ${describeDragging(await benchDragging(4))}`);
