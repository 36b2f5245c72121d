import {expect} from 'chai';
import {localeOf} from '../../../src/elements/locale-controller.js';

describe('localeOf', () => {
  it('knows simplified Chinese, and falls back to English', () => {
    for (const tag of ['zh', 'zh-CN', 'zh-Hans', 'zh-Hans-SG', 'ZH-cn']) expect(localeOf(tag), tag).to.equal('zh-Hans');
    for (const tag of ['', 'en', 'de-CH', 'zh-Hant', 'zh-TW', 'zh-HK', 'zha']) expect(localeOf(tag), tag).to.equal('en');
  });
});
