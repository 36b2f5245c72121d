import {describeShippedFlows} from '../describe-shipped-flows.js';
import {webgpuEngine} from './adapters.js';

async function read(name: string): Promise<Uint8Array> {
  const response = await fetch(`/pretrained/${name}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

// On a busy machine a software device needs more than the ten seconds that a page gives it.
describeShippedFlows('webgpu', () => webgpuEngine({patience: 60_000}), read);
