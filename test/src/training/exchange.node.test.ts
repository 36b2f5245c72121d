import {expect} from 'chai';
import {Exchange, SAVE, STOP} from '../../../src/training/exchange.js';

describe('Exchange', () => {
  it('cuts the parameters into shards of whole vectors that cover them', () => {
    for (const [workers, size] of [
      [1, 5],
      [2, 5],
      [3, 100],
      [4, 16],
    ] as const) {
      const memory = Exchange.allocate(workers, size);
      const ranks = Array.from({length: workers}, (_, rank) => new Exchange(memory, rank));
      expect(ranks[0]!.start).to.equal(0);
      expect(ranks.at(-1)!.end).to.be.at.least(size);
      for (const [rank, {start, end}] of ranks.entries()) {
        expect(start % 4).to.equal(0);
        if (rank > 0) expect(start).to.equal(ranks[rank - 1]!.end);
        expect(end).to.be.above(start);
      }
    }
  });

  it('averages the gradients of all workers, each on its shard', () => {
    const memory = Exchange.allocate(2, 8);
    const [first, second] = [new Exchange(memory, 0), new Exchange(memory, 1)];
    first.ownGradients.set([1, 2, 3, 4, 5, 6, 7, 8]);
    second.ownGradients.set([3, 2, 1, 0, 1, 2, 3, 4]);
    const shard = new Float32Array(4);
    first.meanGradients(shard);
    expect([...shard]).to.deep.equal([2, 2, 2, 2]);
    second.meanGradients(shard);
    expect([...shard]).to.deep.equal([3, 4, 5, 6]);
  });

  it('shows all workers what rank 0 sets, and anyone can ask for a stop', () => {
    const memory = Exchange.allocate(2, 4);
    const [first, second] = [new Exchange(memory, 0), new Exchange(memory, 1)];
    first.control = {rate: 0.25, decay: 0.5, flags: SAVE | STOP};
    expect(second.control).to.deep.equal({rate: 0.25, decay: 0.5, flags: 3});
    expect(first.stopRequested).to.equal(false);
    second.requestStop();
    expect(first.stopRequested).to.equal(true);
  });
});
