import {describeFlows} from '../describe-flows.js';
import {webgpuEngine} from './adapters.js';

describeFlows('webgpu', webgpuEngine);
