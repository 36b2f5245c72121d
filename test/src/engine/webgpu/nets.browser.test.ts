import {expect} from 'chai';
import type {Engine} from '../../../../src/engine/engine.js';
import {createWebgpuEngine} from '../../../../src/engine/webgpu/webgpu-engine.js';
import {compareRandomNets} from '../compare-random-nets.js';
import {describeNets} from '../describe-nets.js';

/** A browser without any adapter fails here: nothing is skipped. */
async function webgpuEngine(): Promise<Engine> {
  const made = await createWebgpuEngine({software: true});
  expect('reason' in made ? made.reason : '').to.equal('');
  return made.engine!;
}

describeNets('webgpu', webgpuEngine, {yields: false});

describe('webgpu against tfjs-layers on random nets', () => {
  it('agrees to 1e-4', async () => {
    const engine = await webgpuEngine();
    await compareRandomNets(engine, 3, 300);
    engine.dispose();
  });
});
