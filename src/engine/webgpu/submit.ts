import {GenerativeError} from '../../format/errors.js';
import type {Gpu} from './gpu.js';
import {within} from './within.js';

/** A device that lives says at once why it refused something. */
const SCOPE_MILLISECONDS = 1000;

/** Milliseconds of script, and what was dispatched. */
export type Cost = {script: number; dispatches: number; submits: number};

/**
 * Submits work without a pause before it and reads what it leaves in the buffer that `submit` returns.
 * @throws GenerativeError where the device refused it, or whatever kept the result from coming
 */
export async function submitAndRead(
  gpu: Gpu,
  {cost, dispatches, submit}: {cost: Cost; dispatches: number; submit: () => GPUBuffer},
  read: (data: ArrayBuffer) => void,
): Promise<void> {
  const started = performance.now();
  const {device} = gpu;
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  const staging = submit();
  const faults = Promise.all([device.popErrorScope(), device.popErrorScope()]);
  cost.script += performance.now() - started;
  cost.dispatches += dispatches;
  cost.submits++;
  const reading = gpu.staging.read(staging, (data) => {
    const from = performance.now();
    read(data);
    cost.script += performance.now() - from;
  });
  try {
    await Promise.all([faults.then(check), reading]);
  } catch (error) {
    // A buffer that was refused cannot be read, and the scope knows why; a device that hangs tells nothing.
    await within(SCOPE_MILLISECONDS, 'answer', faults).then(check, () => undefined);
    throw error;
  }
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
