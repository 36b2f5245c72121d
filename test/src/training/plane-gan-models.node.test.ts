import {expect} from 'chai';
import {TRAINED, trainedId} from '../../../components/gan-duel/duel-models.js';
import {readModel} from '../../../pretrained/tools/model-folder.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {expectPublished} from './expect-published.js';

describe('shipped GANs in the plane', () => {
  before(startWasmBackend);

  for (const data of TRAINED)
    it(`${trainedId(data)}: figures are those that were published, on the extract`, () => expectPublished(trainedId(data), 0.06));

  it('gan-2d-8gaussians covers all eight modes, as evenly as seven and more', () => {
    const {covered, effective, js} = readModel('gan-2d-8gaussians').manifest.metrics;
    expect([covered!.value, covered!.unit]).to.deep.equal([8, 'of 8']);
    expect(effective!.value).to.be.above(7.5);
    expect(js!.value).to.be.below(0.1);
  });
});
