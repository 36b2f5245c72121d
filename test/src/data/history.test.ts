import {expect} from 'chai';
import {History} from '../../../src/data/history.js';

describe('a history of numbers over steps', () => {
  it('is thinned as it grows long, without being bent', () => {
    const history = new History();
    for (let step = 1; step <= 100_000; step++) history.add(step, {loss: step / 1000});
    const line = history.line('loss');
    expect(line.length).to.be.within(100, 240);
    for (const {step, value} of line) expect(value).to.be.closeTo(step / 1000, 1.1);
    expect(line.at(-1)!.step).to.equal(100_000);
    history.clear();
    expect(history.smooth('loss', 0.88)).to.deep.equal([]);
  });

  it('keeps each number by its name, where it is known', () => {
    const history = new History();
    history.add(1, {a: 1});
    history.add(2, {a: 3, b: 5});
    history.add(3, {a: NaN, b: 7});
    expect(history.line('a')).to.deep.equal([
      {step: 1, value: 1},
      {step: 2, value: 3},
    ]);
    expect(history.line('b').map(({value}) => value)).to.deep.equal([5, 7]);
    // (1·½ + 3) / 1.5, each weighed by how long ago it was.
    expect(history.smooth('a', 0.5).at(-1)!.value).to.be.closeTo(7 / 3, 1e-9);
  });
});
