import {expect} from 'chai';
import {checkPoints, MOST_ROWS, readTable, TableError, type TableFault} from '../../../src/data/read-table.js';

const ROWS = Array.from({length: 12}, (_, i) => [i / 2, 3 - i] as const);
const EXPECTED = ROWS.flat();
const lines = (separator: string, head = '', end = '\n') => head + ROWS.map(([x, y]) => `${x}${separator}${y}`).join(end);

function faultOf(read: () => unknown): TableError {
  try {
    read();
  } catch (error) {
    if (error instanceof TableError) return error;
    throw error;
  }
  throw new Error('no fault');
}

describe('readTable', () => {
  const FORMS: Record<string, string> = {
    commas: lines(','),
    'commas and spaces': lines(', '),
    tabs: lines('\t'),
    semicolons: lines(';'),
    spaces: lines('   '),
    'a head': lines(',', 'width,height\n'),
    quotes: ROWS.map(([x, y]) => `"${x}","${y}"`).join('\n'),
    'line ends of Windows': lines(',', '\uFEFF', '\r\n'),
    'line ends of old': lines(',', '', '\r'),
    'decimal commas': ROWS.map(([x, y]) => `${String(x).replace('.', ',')};${y}`).join('\n'),
    'empty lines and remarks': `# made by hand\n\n${lines(',', '', '\n\n')}\n\n`,
    'powers of ten': ROWS.map(([x, y]) => `${x * 1e3}e-3 ${y * 10}E-1`).join('\n'),
  };
  for (const [name, text] of Object.entries(FORMS)) {
    it(`reads two columns with ${name}`, () => {
      const {points, bad} = readTable(text);
      expect([...points]).to.deep.equal(EXPECTED);
      expect(bad.count).to.equal(0);
    });
  }

  it('takes the first two columns of numbers, by the names of a head', () => {
    const text = `id;name;width;height;depth\n${ROWS.map(([x, y], i) => `n${i};thing;${x};${y};7`).join('\n')}`;
    const {points, columns} = readTable(text);
    expect([...points]).to.deep.equal(EXPECTED);
    expect(columns).to.deep.equal(['width', 'height']);
  });

  it('leaves out rows that are not two numbers, names five of them by their line and counts the others', () => {
    const worse = ['abc,1', '2,', '3,NaN', 'Infinity,4', '1e999,0', '5', ','];
    const {points, bad} = readTable(`${lines(',')}\n${worse.join('\n')}`);
    expect([...points]).to.deep.equal(EXPECTED);
    expect(bad.count).to.equal(worse.length);
    expect(bad.rows.map(({row}) => row)).to.deep.equal([13, 14, 15, 16, 17]);
    expect(bad.rows[2]!.text).to.equal('3,NaN');
  });

  const FAULTS: [TableFault, string, string][] = [
    ['empty', 'nothing', ''],
    ['empty', 'blank lines', '\n \n\t\n'],
    ['one-column', 'words', 'hello\nworld'],
    ['one-column', 'one number a row', '1\n2\n3'],
    ['too-few', 'one point', '1,2'],
    ['too-few', 'nine points', lines(',').split('\n').slice(0, 9).join('\n')],
    ['same', 'one point many times', '1,2\n'.repeat(50)],
    ['flat', 'a horizontal line', ROWS.map(([x]) => `${x},1`).join('\n')],
    ['flat', 'a vertical line', ROWS.map(([x]) => `1,${x}`).join('\n')],
    ['too-many', 'a row too many', '1,2\n'.repeat(MOST_ROWS + 2)],
  ];
  for (const [fault, name, text] of FAULTS) {
    it(`refuses ${name}: ${fault}`, () => {
      expect(faultOf(() => readTable(text)).fault).to.equal(fault);
    });
  }

  it('takes as many rows as it says, and a head', () => {
    const {points} = readTable(`x,y\n${Array.from({length: MOST_ROWS}, (_, i) => `${i},${-i}`).join('\n')}`);
    expect(points.length).to.equal(2 * MOST_ROWS);
  });

  it('names bad rows of a table that is refused', () => {
    const {fault, bad} = faultOf(() => readTable('x,y\n1,2\nabc,3\n4,5'));
    expect(fault).to.equal('too-few');
    expect(bad.rows).to.deep.equal([{row: 3, text: 'abc,3'}]);
  });

  it('refuses no points at all', () => {
    expect(faultOf(() => checkPoints(new Float32Array(0))).fault).to.equal('empty');
  });
});
