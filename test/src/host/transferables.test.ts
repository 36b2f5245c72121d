import {expect} from 'chai';
import {transferables} from '../../../src/host/transferables.js';

describe('transferables', () => {
  it('finds the buffers of batches and of plain arrays, each once', () => {
    const data = new Float32Array(4);
    const kl = new Float32Array(2);
    expect(transferables({x: {data, shape: [4]}, again: {data, shape: [2, 2]}, kl, stats: {backend: 'wasm', bytes: 3}})).to.deep.equal([
      data.buffer,
      kl.buffer,
    ]);
  });

  it('copies a view out of a larger buffer, which stays where it is', () => {
    const memory = new Float32Array([1, 2, 3, 4]);
    const value = {x: {data: memory.subarray(1, 3), shape: [2]}};
    const [buffer] = transferables(value);
    expect(buffer).to.not.equal(memory.buffer);
    expect(buffer).to.equal(value.x.data.buffer);
    expect([...value.x.data]).to.deep.equal([2, 3]);
  });
});
