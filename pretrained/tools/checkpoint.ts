import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import type {Exchange} from '../../src/training/exchange.js';

export type Checkpoint = {step: number; seconds: number; parameters: Float32Array; state: Float32Array[]};

const HEADER = 3;

/** Parameters, Adam's moments and the moving average, without the padding of shards. The old file is replaced in one move. */
export function writeCheckpoint(file: string, {step, seconds, parameters, state}: Checkpoint, size: number): void {
  mkdirSync(dirname(file), {recursive: true});
  const header = Float64Array.of(step, seconds, size);
  const parts = [header, ...[parameters, ...state].map((values) => values.slice(0, size))];
  writeFileSync(`${file}.new`, Buffer.concat(parts.map((part) => new Uint8Array(part.buffer))));
  renameSync(`${file}.new`, file);
}

/** @throws Error where the checkpoint is of other nets. */
export function readCheckpoint(file: string, size: number): Checkpoint {
  if (!existsSync(file)) throw new Error(`there is no checkpoint to resume: ${file}`);
  const {buffer} = new Uint8Array(readFileSync(file));
  const [step, seconds, stored] = new Float64Array(buffer, 0, HEADER) as unknown as [number, number, number];
  if (stored !== size) throw new Error(`${file} holds ${stored} parameters, the recipe's nets have ${size}: start anew without --resume`);
  const part = (index: number) => new Float32Array(buffer, HEADER * 8 + index * size * 4, size);
  return {step, seconds, parameters: part(0), state: [part(1), part(2), part(3)]};
}

/** Puts a checkpoint where the workers find it. */
export function restore(exchange: Exchange, {parameters, state}: Checkpoint): void {
  exchange.parameters.set(parameters);
  for (const [i, values] of state.entries()) exchange.state[i]!.set(values);
}
