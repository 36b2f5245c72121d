import {expect} from 'chai';
import fs from 'node:fs';
import {readMarkdown, type Block, type Span} from '../../../src/data/markdown.js';

const text = (words: string): Span => ({kind: 'text', text: words});

describe('readMarkdown', () => {
  it('reads blocks', () => {
    const card =
      '# A *model*\n\nTwo lines\nof one paragraph.\n\n- one\n  goes on\n- two\n\n1. first\n2) second\n\n```js\n# no heading\n```\n## End';
    expect(readMarkdown(card)).to.deep.equal([
      {kind: 'heading', level: 1, spans: [text('A '), {kind: 'emphasis', spans: [text('model')]}]},
      {kind: 'paragraph', spans: [text('Two lines of one paragraph.')]},
      {kind: 'list', ordered: false, items: [[text('one goes on')], [text('two')]]},
      {kind: 'list', ordered: true, items: [[text('first')], [text('second')]]},
      {kind: 'code', text: '# no heading'},
      {kind: 'heading', level: 2, spans: [text('End')]},
    ]);
  });

  it('reads tables, with bars in their cells', () => {
    expect(readMarkdown('| a | −log p(x\\|z) |\n| --- | ---: |\n| `1` | |\n')).to.deep.equal([
      {kind: 'table', head: [[text('a')], [text('−log p(x|z)')]], rows: [[[{kind: 'code', text: '1'}], []]]},
    ]);
    expect(readMarkdown('| no table')[0]!.kind).to.equal('paragraph');
  });

  it('reads spans', () => {
    const [block] = readMarkdown('**bold *and* more** `a*b*` [a `link`](https://a.example/?b=c) ![seen](x.png) 2 * 3 \\*not\\* [open');
    expect(block).to.deep.equal({
      kind: 'paragraph',
      spans: [
        {kind: 'strong', spans: [text('bold '), {kind: 'emphasis', spans: [text('and')]}, text(' more')]},
        text(' '),
        {kind: 'code', text: 'a*b*'},
        text(' '),
        {kind: 'link', href: 'https://a.example/?b=c', spans: [text('a '), {kind: 'code', text: 'link'}]},
        text(' '),
        {kind: 'image', source: 'x.png', alternative: 'seen'},
        text(' 2 * 3 *not* [open'),
      ],
    } satisfies Block);
  });

  it('takes HTML for text', () => {
    expect(readMarkdown('<img src=x onerror=alert(1)>')).to.deep.equal([
      {kind: 'paragraph', spans: [text('<img src=x onerror=alert(1)>')]},
    ]);
  });

  it('comes to an end with whatever it is given', () => {
    for (const hostile of [
      '*'.repeat(50_000),
      '['.repeat(50_000),
      '![]('.repeat(20_000),
      '|'.repeat(50_000),
      '```',
      '#',
      '- ',
      '`'.repeat(9999),
      '[a](['.repeat(9999),
    ])
      expect(readMarkdown(hostile)).to.be.an('array');
    const deep = JSON.stringify(readMarkdown(`${'**a *b '.repeat(1000)}${'* **'.repeat(1000)}`));
    expect(deep.length).to.be.below(1e6);
  });

  it('reads the cards of the shipped models as their authors meant them', () => {
    const folder = new URL('../../../pretrained/', import.meta.url);
    for (const id of fs.readdirSync(folder)) {
      const card = new URL(`${id}/CARD.md`, folder);
      if (!fs.existsSync(card)) continue;
      const blocks = readMarkdown(fs.readFileSync(card, 'utf8'));
      expect(blocks[0]!.kind).to.equal('heading');
      expect(blocks.filter(({kind}) => kind === 'table').length).to.be.greaterThan(0);
      const rest = JSON.stringify(blocks.filter(({kind}) => kind === 'paragraph'));
      expect(rest).not.to.match(/\]\(|\*\*|"text":"[^"]*`/);
    }
  });
});
