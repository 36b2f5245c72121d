import type {ColdStart} from './cold.js';
import {CONTENDERS} from './contenders.js';
import {inFrame} from './frame.js';

const ROUNDS = 3;

/** Each engine in frames of its own, one after the other; two frames never share what they have loaded. */
export async function coldStarts(
  net: {model: string; role: string; size: number},
  onProgress: (what: string) => void,
): Promise<ColdStart[][]> {
  const starting = CONTENDERS.filter(({startsAlike}) => !startsAlike);
  const found = starting.map((): ColdStart[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, {name: engine}] of starting.entries()) {
      onProgress(`cold start: ${engine}`);
      found[index]!.push(await inFrame<ColdStart>('cold.html', {...net, size: String(net.size), engine}));
    }
  }
  return found;
}
