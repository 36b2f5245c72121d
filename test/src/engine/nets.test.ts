import {createReferenceEngine} from '../../../src/engine/reference/reference-engine.js';
import {createWasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import {describeAutoregressive} from './describe-autoregressive.js';
import {describeFlows} from './describe-flows.js';
import {describeNets} from './describe-nets.js';

const reference = () => Promise.resolve(createReferenceEngine());
const wasm = async () => (await createWasmEngine()).engine!;
describeNets('reference', reference, {yields: true});
describeNets('wasm', wasm, {yields: true});
describeAutoregressive('reference', reference);
describeAutoregressive('wasm', wasm);
describeFlows('reference', reference, {yields: true});
describeFlows('wasm', wasm, {yields: true});
