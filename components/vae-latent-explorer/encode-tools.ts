// What only a reader who encodes a picture needs: fetched after the first view, as one chunk.
export {encodeExample, readExamples} from './examples.js';
export {ellipses, lens} from './lens.js';
