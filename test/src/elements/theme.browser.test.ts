import {expect} from 'chai';
import {luminance, parseColor} from '../../../src/elements/theme.js';
import {baseStyles} from '../../../src/elements/base.styles.js';
import {CLASS_COLORS} from '../../../src/elements/class-colors.js';

const contrast = (a: string, b: string): number => {
  const [bright, dim] = [a, b].map((color) => luminance(parseColor(color)!)).sort((x, y) => y - x);
  return (bright! + 0.05) / (dim! + 0.05);
};

describe('theme', () => {
  it('reads any colour that the browser reads', () => {
    expect(parseColor('#123456')).to.deep.equal([0x12, 0x34, 0x56, 1]);
    expect(parseColor('oklch(1 0 0)')).to.deep.equal([255, 255, 255, 1]);
    expect(parseColor('rgb(0 0 0 / 0)')![3]).to.equal(0);
    expect(parseColor('')).to.equal(undefined);
    expect(parseColor('no colour')).to.equal(undefined);
  });

  it('knows the luminance of WCAG', () => {
    expect(contrast('#fff', '#000')).to.be.closeTo(21, 0.01);
    expect(contrast('#767676', '#fff')).to.be.closeTo(4.54, 0.01);
  });

  for (const theme of ['light', 'dark']) {
    it(`keeps text and marks readable, ${theme}`, () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(baseStyles.cssText);
      const selector = theme === 'dark' ? `.root[data-theme='dark']` : '.root';
      const rules = [...sheet.cssRules].filter((rule) => rule instanceof CSSStyleRule);
      const rule = rules.find(
        ({selectorText, style}) => selectorText.replaceAll('"', "'") === selector && style.getPropertyValue('--_ink'),
      )!;
      // The default is what stands last in var(--gen-…, …).
      const color = (name: string) => /(#[0-9a-f]{3,6})\)*$/.exec(rule.style.getPropertyValue(`--_${name}`).trim())![1]!;
      const paper = color('paper');
      for (const name of ['ink', 'ink-soft', 'accent', 'danger', ...Array.from({length: CLASS_COLORS}, (_, i) => `class-${i}`)])
        expect(contrast(color(name), paper), name).to.be.at.least(4.5);
    });
  }
});
