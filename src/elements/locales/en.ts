import type {CommonWords} from './words.js';

export const english: CommonWords = {
  loading: 'loading',
  without: (backend) => `no ${backend === 'webgpu' ? 'WebGPU' : backend}`,
  menu: 'Menu',
  retry: 'Retry',
  explain: (what) => `What is this: ${what}?`,
  undrawn: 'This figure cannot be drawn on this page.',
  problems: {
    network: 'Something that this figure needs could not be fetched.',
    'not-found': 'The model was not found.',
    integrity: 'A file of the model is damaged.',
    format: 'A file of the model cannot be read.',
    'bad-attribute': 'This figure is not set up right.',
    'out-of-memory': 'This device has too little memory for this figure.',
    'worker-lost': 'The computation stopped.',
    'no-worker': 'Training needs a worker, and this page allows none.',
    other: 'Something went wrong.',
  },
};
