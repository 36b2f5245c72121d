import {describeFlows} from '../describe-flows.js';
import {webgpuEngine} from './adapters.js';

// On a busy machine a software device needs more than the ten seconds that a page gives it.
describeFlows('webgpu', () => webgpuEngine({patience: 60_000}), {yields: false});
