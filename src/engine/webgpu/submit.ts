import {GenerativeError} from '../../format/errors.js';
import type {Gpu} from './gpu.js';
import {within} from './within.js';

/** A device that lives says at once why it refused something. */
const SCOPE_MILLISECONDS = 1000;

/** Memory may be short for more than this at any time, and of an upload that was refused the result knows nothing. */
const UPLOADED = 1 << 20;

/** Milliseconds of script, and what was dispatched. */
export type Cost = {script: number; dispatches: number; submits: number};

/**
 * `bytes` come back into the buffer that `record` is given, and `uploaded` are those that it writes; `kind` names what the device accepts or refuses as one,
 * where `accepted` is what it has accepted.
 */
type Submission = {
  cost: Cost;
  dispatches: number;
  bytes: number;
  uploaded: number;
  kind: string;
  accepted: Set<string>;
  record: (encoder: GPUCommandEncoder, staging: GPUBuffer) => void;
};

/**
 * Submits work without a pause before it and reads what it leaves. What has been accepted before is not asked after, since each answer is a task of
 * the thread's, together a fifth of what a small run costs it; but behind each result comes the number of its run, so that of commands that were
 * refused all the same nothing is taken for their result: they are submitted again, and asked after.
 * @throws GenerativeError where the device refused it, or whatever kept the result from coming
 */
export async function submitAndRead(gpu: Gpu, submission: Submission, read: (data: ArrayBuffer) => void): Promise<void> {
  const {cost, dispatches, bytes, uploaded, kind, accepted, record} = submission;
  const started = performance.now();
  const {device, staging} = gpu;
  const run = gpu.nextRun();
  const watched = !accepted.has(kind) || uploaded > UPLOADED || !staging.has(bytes + 4);
  if (watched) {
    device.pushErrorScope('out-of-memory');
    device.pushErrorScope('validation');
  }
  const buffer = staging.take(bytes + 4);
  const encoder = device.createCommandEncoder();
  record(encoder, buffer);
  encoder.copyBufferToBuffer(gpu.numbers, 4 * run, buffer, bytes, 4);
  device.queue.submit([encoder.finish()]);
  const faults = watched && Promise.all([device.popErrorScope(), device.popErrorScope()]);
  cost.script += performance.now() - started;
  cost.dispatches += dispatches;
  cost.submits++;
  let own = false;
  const reading = staging.read(buffer, (data) => {
    const from = performance.now();
    own = new Int32Array(data, bytes, 1)[0] === run;
    if (own) read(data);
    cost.script += performance.now() - from;
  });
  try {
    await (faults ? Promise.all([faults.then(check), reading]) : reading);
  } catch (error) {
    // A buffer that was refused cannot be read, and the scope knows why; a device that hangs tells nothing.
    if (faults) await within(SCOPE_MILLISECONDS, 'answer', faults).then(check, () => undefined);
    throw error;
  }
  if (own) return void accepted.add(kind);
  if (watched) throw new GenerativeError('internal', 'the graphics processor computed nothing, and did not say why');
  accepted.clear();
  return submitAndRead(gpu, submission, read);
}

/** What is no fault of a net's own is one of the device. */
export function faultOf(error: unknown): GenerativeError {
  if (error instanceof GenerativeError) return error;
  return new GenerativeError('device-lost', `the graphics processor did not answer: ${(error as Error).message}`, {cause: error});
}

/** Memory first: what could not be had is then refused as invalid, too. */
function check([invalid, memory]: (GPUError | null)[]): void {
  if (memory) throw new GenerativeError('out-of-memory', `the graphics processor has no memory left for a batch: ${memory.message}`);
  if (invalid) throw new GenerativeError('internal', `the graphics processor refused a net: ${invalid.message}`);
}
