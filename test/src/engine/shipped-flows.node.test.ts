import {expect} from 'chai';
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {createReferenceEngine} from '../../../src/engine/reference/reference-engine.js';
import {createWasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import {describeShippedFlows, SHIPPED_FLOWS} from './describe-shipped-flows.js';

const folder = fileURLToPath(new URL('../../../pretrained/', import.meta.url));
const read = (name: string): Promise<Uint8Array> => fs.promises.readFile(path.join(folder, name));

it('the flows that ship are all eight, and no other', () => {
  const shipped = fs
    .readdirSync(folder)
    .filter((name) => name.startsWith('flow-') && fs.existsSync(path.join(folder, name, 'manifest.json')));
  expect(shipped).to.have.members(SHIPPED_FLOWS.map((name) => `flow-${name}`));
});

describeShippedFlows('reference', () => Promise.resolve(createReferenceEngine()), read);
describeShippedFlows('wasm', async () => (await createWasmEngine()).engine!, read);
