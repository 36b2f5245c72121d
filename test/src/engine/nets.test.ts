import {createReferenceEngine} from '../../../src/engine/reference/reference-engine.js';
import {createWasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import {describeNets} from './describe-nets.js';

describeNets('reference', () => Promise.resolve(createReferenceEngine()), {yields: true});
describeNets('wasm', async () => (await createWasmEngine()).engine!, {yields: true});
