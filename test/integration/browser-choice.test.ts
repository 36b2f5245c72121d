import {expect} from 'chai';

type Choice = {
  findBrowser(options: {env?: Record<string, string | undefined>; platform?: string; exists?: (file: string) => boolean}): string | null;
  installer(options: {platform?: string; isRoot?: boolean; hasApt?: boolean}): string;
};

describe('the browser that npm test uses', () => {
  let choice: Choice;
  before(async () => {
    choice = (await import(new URL('../../.config/browser.mjs', import.meta.url).href)) as Choice;
  });
  const only = (...files: string[]) => ({exists: (file: string) => files.includes(file)});

  it('is CHROME_PATH first', () => {
    expect(choice.findBrowser({env: {CHROME_PATH: '/a/chrome', PATH: '/bin'}, ...only('/a/chrome', '/bin/chromium')})).to.equal(
      '/a/chrome',
    );
  });

  it('says so when CHROME_PATH names no file', () => {
    expect(() => choice.findBrowser({env: {CHROME_PATH: '/a/chrome'}, ...only()})).to.throw('/a/chrome');
  });

  it('is then the first on the PATH', () => {
    expect(choice.findBrowser({env: {PATH: '/x:/y'}, platform: 'linux', ...only('/y/google-chrome')})).to.equal('/y/google-chrome');
  });

  it('is then in one of the usual places', () => {
    expect(
      choice.findBrowser({env: {PATH: '/x'}, platform: 'darwin', ...only('/Applications/Chromium.app/Contents/MacOS/Chromium')}),
    ).to.contain('Chromium.app');
  });

  it('is null where there is none', () => {
    expect(choice.findBrowser({env: {PATH: '/x'}, platform: 'linux', ...only()})).to.equal(null);
  });

  it('is installed from Debian only by root', () => {
    expect(choice.installer({platform: 'linux', isRoot: true, hasApt: true})).to.equal('debian');
    expect(choice.installer({platform: 'linux', isRoot: false, hasApt: true})).to.equal('chrome-for-testing');
    expect(choice.installer({platform: 'darwin', isRoot: false, hasApt: false})).to.equal('chrome-for-testing');
  });
});
