// In a frame of its own: one engine from its module to the first output of a net. The parent page asks by the address and hears the answer as a message.
import {CONTENDERS} from './contenders.js';
import {asked, tell} from './frame.js';
import {filesOf, PLACES} from './places.js';
import {reasonOf} from './reason.js';
import {Random} from '../../../src/data/random.js';

/** Milliseconds from the engine's module to the first output, and what the frame had fetched by then, as it came over the line. */
export type ColdStart = {name: string; milliseconds: number; bytes: number} | {name: string; reason: string};

const name = asked.get('engine')!;

async function measure(): Promise<ColdStart> {
  const own = performance.getEntriesByType('resource').length;
  const random = new Random(1);
  const size = Number(asked.get('size'));
  const input = Float32Array.from({length: size}, () => random.normal());
  const started = performance.now();
  const engine = await CONTENDERS.find((contender) => contender.name === name)!.start(PLACES);
  const runner = await engine.load(filesOf(asked.get('model')!, asked.get('role')!));
  await runner.run([input], 1);
  const milliseconds = performance.now() - started;
  const fetched = performance.getEntriesByType('resource').slice(own) as PerformanceResourceTiming[];
  return {name, milliseconds, bytes: fetched.reduce((sum, {encodedBodySize}) => sum + encodedBodySize, 0)};
}

measure().then(tell, (error: unknown) => tell({name, reason: reasonOf(error)}));
