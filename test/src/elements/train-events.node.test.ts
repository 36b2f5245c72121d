import {expect} from 'chai';
import type {GenTrainEvent} from '../../../src/elements/events.js';
import {TrainEvents} from '../../../src/elements/train-events.js';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const detail = (step: number) => ({step, losses: {loss: 1 / step}, stepsPerSecond: 1, examplesPerSecond: 64});

describe('TrainEvents', () => {
  it('tells the first step at once, then at most one each tenth of a second, and the last in any case', async () => {
    const element = new EventTarget();
    const heard: {step: number; at: number}[] = [];
    element.addEventListener('gen-train', (event) => heard.push({step: (event as GenTrainEvent).detail.step, at: performance.now()}));
    const events = new TrainEvents(element);
    events.step(detail(1));
    expect(heard.map(({step}) => step)).to.deep.equal([1]);
    for (let step = 2; step <= 5; step++) events.step(detail(step));
    expect(heard).to.have.length(1);
    while (heard.length < 2) await pause(20);
    await pause(150);
    expect(heard.map(({step}) => step)).to.deep.equal([1, 5]);
    expect(heard[1]!.at - heard[0]!.at).to.be.at.least(99);
    events.step(detail(6));
    expect(heard.map(({step}) => step)).to.deep.equal([1, 5, 6]);
  });
});
