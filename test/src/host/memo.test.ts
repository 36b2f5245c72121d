import {expect} from 'chai';
import {Memo} from '../../../src/host/memo.js';

describe('Memo', () => {
  it('makes a value once for all who ask while it is made and later', async () => {
    const memo = new Memo<number>();
    let made = 0;
    const make = () => Promise.resolve(++made);
    expect(await Promise.all([memo.get('a', make), memo.get('a', make)])).to.deep.equal([1, 1]);
    expect(await memo.get('a', make)).to.equal(1);
    expect(await memo.get('b', make)).to.equal(2);
  });

  it('forgets a rejection, so that the next one tries again', async () => {
    const memo = new Memo<number>();
    const failed = await memo.get('a', () => Promise.reject(new Error('no'))).catch((error: Error) => error.message);
    expect(failed).to.equal('no');
    expect(await memo.get('a', () => Promise.resolve(3))).to.equal(3);
  });

  it('hands every value to release when it is cleared, those still in the making as well', async () => {
    const memo = new Memo<number>();
    const released: number[] = [];
    let finish!: (value: number) => void;
    void memo.get('a', () => Promise.resolve(1));
    void memo.get('b', () => new Promise((resolve) => (finish = resolve)));
    memo.clear((value) => released.push(value));
    finish(2);
    await new Promise((resolve) => setTimeout(resolve));
    expect(released).to.deep.equal([1, 2]);
    expect(await memo.get('a', () => Promise.resolve(5))).to.equal(5);
  });

  it('keeps a newer value when an older, forgotten one rejects', async () => {
    const memo = new Memo<number>();
    let fail!: (error: Error) => void;
    const old = memo.get('a', () => new Promise((_, reject) => (fail = reject)));
    memo.clear();
    await memo.get('a', () => Promise.resolve(7));
    fail(new Error('late'));
    await old.catch(() => {});
    expect(await memo.get('a', () => Promise.resolve(8))).to.equal(7);
  });
});
