import {expect} from 'chai';
import {FLOW_KERNELS_DEFLATED} from '../../../src/engine/wasm/flow-kernels.generated.js';
import {fuse} from '../../../src/engine/wasm/instantiate.js';
import {KERNELS_DEFLATED} from '../../../src/engine/wasm/kernels.generated.js';
import {inflate} from '../../../src/format/inflate.js';
import {KERNELS_DEFLATED as GRADIENT_KERNELS_DEFLATED} from '../../../src/training/gradients.generated.js';

/** A function without effect whose one instruction of note is f32x4.relaxed_madd. */
const vector = [253, 12, ...new Uint8Array(16)];
const RELAXED = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 62, 1, 60, 0],
  ...[...vector, ...vector, ...vector, 253, 133, 2, 26, 11],
);

describe('products and sums in one instruction', () => {
  for (const [name, deflated, least] of [
    ['nets', KERNELS_DEFLATED, 30],
    ['flows', FLOW_KERNELS_DEFLATED, 8],
    ['gradients', GRADIENT_KERNELS_DEFLATED, 45],
  ] as const) {
    it(`are made of all kernels of ${name} where the platform has them, and of none elsewhere`, async () => {
      const module = await inflate(deflated);
      const fused = fuse(module);
      expect(fused.length).to.equal(module.length);
      // Chromium has them since 114; Node 20 has not.
      const there = WebAssembly.validate(RELAXED);
      if ('window' in globalThis) expect(there).to.equal(true);
      const changed = fused.filter((byte, at) => byte !== module[at]).length;
      // Four bytes each: the third nop was a 1 before, and the prefix of vector instructions stays.
      if (there) expect(changed / 4).to.be.at.least(least);
      else expect(changed).to.equal(0);
      expect(WebAssembly.validate(fused)).to.equal(true);
    });
  }
});
