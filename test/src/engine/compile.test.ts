import {expect} from 'chai';
import {compile} from '../../../src/engine/compile.js';
import type {Step} from '../../../src/engine/plan.js';
import {sizeOf} from '../../../src/format/graph.js';
import {tf} from '../../tfjs.js';
import {RandomNets} from './random-net.js';
import {readStock} from './stock.js';

const kinds = (steps: Step[]): string[] => steps.map((step) => step.kind);

describe('compiling graphs', () => {
  before(() => tf.setBackend('cpu'));

  it('leaves of a decoder its layers, one frame and the borders that later layers read', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({units: 12, inputShape: [2], activation: 'elu'}),
        tf.layers.dense({units: 7 * 7 * 2}),
        tf.layers.reshape({targetShape: [7, 7, 2]}),
        tf.layers.batchNormalization(),
        tf.layers.reLU(),
        tf.layers.conv2dTranspose({filters: 5, kernelSize: 4, strides: 2, padding: 'same'}),
        tf.layers.batchNormalization(),
        tf.layers.activation({activation: 'relu'}),
        tf.layers.conv2d({filters: 1, kernelSize: 3, padding: 'same', activation: 'sigmoid'}),
      ],
    });
    const {steps, slots} = compile(await readStock(model));
    expect(kinds(steps)).to.deep.equal(['convolution', 'convolution', 'frame', 'convolution', 'border', 'convolution']);
    const last = steps[5] as Extract<Step, {kind: 'convolution'}>;
    expect(slots[last.from.slot]!.size).to.equal(16 * 16 * 5);
  });

  it('takes zero padding and nearest upsampling into the frame of a convolution, causal ones too', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.upSampling2d({size: [2, 2], inputShape: [5, 4, 3]}),
        tf.layers.zeroPadding2d({padding: [[2, 0], [1, 1]]}), // prettier-ignore
        tf.layers.conv2d({filters: 4, kernelSize: [3, 3]}),
      ],
    });
    const {steps} = compile(await readStock(model));
    expect(kinds(steps)).to.deep.equal(['frame', 'convolution']);
    const frame = steps[0] as Extract<Step, {kind: 'frame'}>;
    expect(frame.to.frame).to.deep.equal({top: 2, bottom: 0, left: 1, right: 1});
    expect([frame.repeatY, frame.repeatX]).to.deep.equal([2, 2]);
  });

  it('keeps what somebody else reads', async () => {
    const input = tf.input({shape: [6, 6, 2]});
    const conv = tf.layers.conv2d({filters: 2, kernelSize: 3, padding: 'same'}).apply(input) as tf.SymbolicTensor;
    const norm = tf.layers.batchNormalization().apply(conv) as tf.SymbolicTensor;
    const sum = tf.layers.add().apply([conv, norm]) as tf.SymbolicTensor;
    const {steps} = compile(await readStock(tf.model({inputs: input, outputs: sum})));
    expect(kinds(steps)).to.deep.equal(['frame', 'convolution', 'affine', 'combine']);
  });

  it('lays no two values that live at the same time over each other', async () => {
    const nets = new RandomNets(9);
    for (let index = 0; index < 60; index++) {
      const {model, description} = nets.next();
      const {steps, slots, inputs, outputs, arena} = compile(await readStock(model));
      // What lies at an element now; a step must find there what the last writer of its slot put.
      const owner = new Int32Array(arena).fill(-1);
      const write = (slot: number): void => void owner.fill(slot, slots[slot]!.offset, slots[slot]!.offset + slots[slot]!.size);
      const check = (slot: number): void => {
        const held = owner.subarray(slots[slot]!.offset, slots[slot]!.offset + slots[slot]!.size);
        expect(held.length, description).to.equal(slots[slot]!.size);
        expect(
          held.every((value) => value === slot),
          description,
        ).to.equal(true);
      };
      inputs.forEach(write);
      for (const step of steps) {
        if ('from' in step) check(typeof step.from === 'number' ? step.from : step.from.slot);
        if ('with' in step) check(step.with);
        write(typeof step.to === 'number' ? step.to : step.to.slot);
      }
      outputs.forEach(check);
      expect(arena).to.be.at.most(slots.reduce((sum, slot) => sum + Math.ceil(slot.size / 4) * 4, 0));
      model.dispose();
    }
  });

  it('reuses the room of values that are done with', async () => {
    const layers = Array.from({length: 8}, (_, index) => tf.layers.dense({units: 100, ...(index === 0 && {inputShape: [100]})}));
    const {arena, slots} = compile(await readStock(tf.sequential({layers})));
    expect(slots.reduce((sum, slot) => sum + slot.size, 0)).to.equal(sizeOf([9, 100]));
    expect(arena).to.equal(200);
  });
});
