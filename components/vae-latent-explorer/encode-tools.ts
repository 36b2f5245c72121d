// What only a reader who encodes a picture needs: fetched after the first view, as one chunk.
export {drawFrom} from './draw-from.js';
export {encodeExample, readExamples} from './examples.js';
export {ellipses, lens} from './lens.js';
export {score} from './score.js';
export {sliderMark} from './slider-mark.js';
