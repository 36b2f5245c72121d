import type {ColdStart} from './cold.js';
import {CONTENDERS} from './contenders.js';

const ROUNDS = 3;

/** Each engine in frames of its own, one after the other; two frames never share what they have loaded. */
export async function coldStarts(
  net: {model: string; role: string; size: number},
  onProgress: (what: string) => void,
): Promise<ColdStart[][]> {
  const found = CONTENDERS.map((): ColdStart[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, {name}] of CONTENDERS.entries()) {
      onProgress(`cold start: ${name}`);
      found[index]!.push(await oneStart(name, net));
    }
  }
  return found;
}

function oneStart(engine: string, {model, role, size}: {model: string; role: string; size: number}): Promise<ColdStart> {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.src = `cold.html?${new URLSearchParams({engine, model, role, size: String(size)}).toString()}`;
  return new Promise((resolve) => {
    const hear = ({source, data}: MessageEvent<{coldStart?: ColdStart}>): void => {
      if (source !== frame.contentWindow || !data.coldStart) return;
      removeEventListener('message', hear);
      frame.remove();
      resolve(data.coldStart);
    };
    addEventListener('message', hear);
    document.body.append(frame);
  });
}
