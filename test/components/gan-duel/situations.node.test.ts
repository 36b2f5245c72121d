import {expect} from 'chai';
import {STAGES, type Situation} from '../../../components/gan-duel/situations.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {Play} from './play.js';

/** Steps until a situation shows what it is about, what it must then be called most of the time, and steps until it is mended. */
const EXPECTED: Record<Exclude<Situation, 'fair'>, {steps: number; called: readonly string[]; mended: number}> = {
  generator: {steps: 300, called: ['hopping', 'collapse'], mended: 500},
  discriminator: {steps: 200, called: ['silent'], mended: 900},
  collapse: {steps: 250, called: ['collapse'], mended: 800},
  oscillation: {steps: 300, called: ['hopping'], mended: 500},
};
const LOOKED_AT = 12;

describe('situations of <gan-duel>', () => {
  before(startWasmBackend);

  it('a fair game covers all eight modes', async () => {
    const play = await Play.of(STAGES.fair.settings);
    const {coverage, judged} = play.steps(900);
    expect(coverage.covered).to.equal(8);
    expect(coverage.effective).to.be.above(7.5);
    expect(judged.right).to.be.below(0.7);
    play.dispose();
  }).timeout(60_000);

  for (const [situation, {steps, called, mended}] of Object.entries(EXPECTED))
    it(`${situation}: fails as it says, and is mended on the way`, async () => {
      const stage = STAGES[situation as Situation];
      const play = await Play.of(stage.settings);
      play.steps(steps, 10);
      const failing = play.moments.slice(-LOOKED_AT);
      expect(failing.filter(({diagnosis}) => called.includes(diagnosis)).length, 'called by its name').to.be.above(LOOKED_AT / 2);
      expect(failing.filter(({coverage}) => coverage.covered < 6).length, 'modes missing').to.be.above(LOOKED_AT / 2);
      play.turn(stage.mended!);
      const {coverage, diagnosis} = play.steps(mended);
      expect(coverage.covered).to.be.at.least(7);
      expect(called).not.to.include(diagnosis);
      play.dispose();
    }).timeout(120_000);
});
