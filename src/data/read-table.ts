/** More rows than this are refused. */
export const MOST_ROWS = 100_000;
/** Rows that are named; of the others there is a count. */
const NAMED = 5;
const FEWEST = 10;

/** What keeps a table from being data for a density in the plane. */
export type TableFault = 'empty' | 'one-column' | 'too-many' | 'too-few' | 'same' | 'flat';

export type BadRow = {row: number; text: string};
/** Points as x and y in turns, and rows that were left out. */
export type Table = {points: Float64Array; columns: readonly [string, string] | undefined; bad: {rows: BadRow[]; count: number}};

/** A table that is no such data. */
export class TableError extends Error {
  readonly fault: TableFault;
  readonly bad: Table['bad'];

  constructor(fault: TableFault, bad: Table['bad'] = {rows: [], count: 0}) {
    super(`A table that cannot be used: ${fault}.`);
    this.fault = fault;
    this.bad = bad;
  }
}

/**
 * Reads two columns of numbers from text: fields apart by comma, semicolon, tab or spaces, decimal commas where fields are not apart by commas, names in a
 * first row. Where rows have more fields, the first two that are numbers in the first row of numbers. Rows that are not two finite numbers are left out and named.
 * @throws TableError
 */
export function readTable(text: string): Table {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const rows = lines.map((line, i) => ({row: i + 1, text: line.trim()})).filter((one) => one.text !== '' && !one.text.startsWith('#'));
  if (rows.length === 0) throw new TableError('empty');
  if (rows.length > MOST_ROWS + 1) throw new TableError('too-many');
  const fields = splitter(rows.slice(0, 20).map((one) => one.text));
  const first = rows.find((one) => fields(one.text).filter((field) => Number.isFinite(numberOf(field))).length >= 2);
  if (!first) throw new TableError('one-column');
  const places = fields(first.text)
    .flatMap((field, i) => (Number.isFinite(numberOf(field)) ? [i] : []))
    .slice(0, 2) as [number, number];
  const hasHead = first !== rows[0] && fields(rows[0]!.text).every((field) => Number.isNaN(numberOf(field)));
  const names = hasHead ? fields(rows[0]!.text) : undefined;
  const numbers: number[] = [];
  const bad: Table['bad'] = {rows: [], count: 0};
  for (const one of hasHead ? rows.slice(1) : rows) {
    const all = fields(one.text);
    const [x, y] = places.map((place) => numberOf(all[place] ?? ''));
    if (Number.isFinite(x) && Number.isFinite(y)) numbers.push(x!, y!);
    else if (++bad.count <= NAMED) bad.rows.push({row: one.row, text: one.text.slice(0, 40)});
  }
  // A column of large numbers that differ little, such as dates, needs the digits until it is scaled.
  const points = Float64Array.from(numbers);
  checkPoints(points, bad);
  return {points, columns: names && [names[places[0]] ?? '', names[places[1]] ?? ''], bad};
}

/** @throws TableError where no density in the plane fits the points */
export function checkPoints(points: Float32Array | Float64Array, bad?: Table['bad']): void {
  const count = points.length / 2;
  if (count === 0) throw new TableError('empty', bad);
  if (count > MOST_ROWS) throw new TableError('too-many', bad);
  const isFlat = [0, 1].map((axis) => points.every((value, i) => i % 2 !== axis || value === points[axis]));
  if (isFlat[0] && isFlat[1] && count > 1) throw new TableError('same', bad);
  if (count < FEWEST) throw new TableError('too-few', bad);
  if (isFlat[0] || isFlat[1]) throw new TableError('flat', bad);
}

function numberOf(field: string): number {
  return field === '' ? NaN : Math.abs(Number(field)) > 1e30 ? Infinity : Number(field);
}

/** How fields are apart: by the first of these that is in nearly every row. */
function splitter(lines: readonly string[]): (line: string) => string[] {
  const unquoted = (field: string) =>
    field
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim();
  const isIn = (mark: string) => lines.filter((line) => line.includes(mark)).length > lines.length / 2;
  for (const mark of ['\t', ';']) if (isIn(mark)) return (line) => line.split(mark).map(unquoted).map(withPoint);
  if (isIn(',')) return (line) => line.split(',').map(unquoted);
  return (line) => line.split(/\s+/).map(unquoted);
}

/** A decimal comma, where commas mean nothing else. */
const withPoint = (field: string) => (/^[-+]?\d*,\d+(e[-+]?\d+)?$/i.test(field) ? field.replace(',', '.') : field);
