import {expect} from 'chai';

describe('elements on a server', () => {
  it('can be imported without a DOM', async () => {
    expect(typeof window).to.equal('undefined');
    const {VaeLatentExplorer} = await import('../../../components/vae-latent-explorer/vae-latent-explorer.js');
    expect(VaeLatentExplorer.version).to.match(/^\d+\.\d+\.\d+/);
  });
});
