import type {NetFiles, Places} from './engine.js';

const here = new URL('./', location.href);

/** In the folder that build-page.ts writes. */
export const PLACES: Places = {tfjs: new URL('tfjs/', here).href, ort: new URL('ort/', here).href};

export function filesOf(model: string, role: string): NetFiles {
  const net = new URL(`nets/${model}/${role}`, here).href;
  return {topology: `${net}.json`, onnx: `${net}.onnx`};
}
