import fs from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';

const FILE = fileURLToPath(new URL('../../../ARCHITECTURE.md', import.meta.url));
/** `WRITE_TABLES=1` puts what the run saw into the document instead of comparing. */
const WRITE = process.env.WRITE_TABLES === '1';

export type Cells = Record<string, string>;

/**
 * A table of ARCHITECTURE.md that a test file makes, a row a test: each run compares what it sees with the row that is there, and, when all tests of the
 * file have run, the rows with the tests.
 */
export class PageTable {
  readonly #name: string;
  readonly #columns: readonly string[];
  #rows: Map<string, string[]>;
  readonly #seen: string[] = [];

  /** @param name of the two comments `<!-- table: name -->` and `<!-- end of table: name -->` around it */
  constructor(name: string, columns: readonly string[]) {
    this.#name = name;
    this.#columns = columns;
    const text = fs.readFileSync(FILE, 'utf8');
    const rows = text
      .slice(...this.#place(text))
      .trim()
      .split('\n')
      .slice(2)
      .map(cellsOf);
    this.#rows = new Map(rows.map((cells) => [cells[0]!, cells]));
  }

  /** The first cell names the row. */
  expectRow(cells: string[]): void {
    expect(cells).to.have.length(this.#columns.length);
    const [name] = cells as [string];
    this.#seen.push(name);
    if (WRITE) {
      this.#rows.set(name, cells);
      this.#write();
    } else
      expect(cells.join(' | ')).to.equal(this.#rows.get(name)?.join(' | '), 'not the row in ARCHITECTURE.md; WRITE_TABLES=1 writes it');
  }

  /** For the end of a run in which no test was left out or failed: no other rows, and in this order. */
  expectComplete(): void {
    if (WRITE) {
      this.#rows = new Map(this.#seen.map((name) => [name, this.#rows.get(name)!]));
      this.#write();
    } else expect([...this.#rows.keys()], 'rows in ARCHITECTURE.md; WRITE_TABLES=1 writes them').to.deep.equal(this.#seen);
  }

  /** `npm run format` lays it out. */
  #write(): void {
    const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    const lines = [this.#columns, this.#columns.map(() => '---'), ...this.#rows.values()].map(line).join('\n');
    const text = fs.readFileSync(FILE, 'utf8');
    const [from, to] = this.#place(text);
    fs.writeFileSync(FILE, `${text.slice(0, from)}\n\n${lines}\n\n${text.slice(to)}`);
  }

  /** Where the table is in the document. */
  #place(text: string): [number, number] {
    const [start, end] = [`<!-- table: ${this.#name} -->`, `<!-- end of table: ${this.#name} -->`];
    const from = text.indexOf(start) + start.length;
    const to = text.indexOf(end);
    if (!text.includes(start) || to < from) throw new Error(`ARCHITECTURE.md has no place for the table ${this.#name}`);
    return [from, to];
  }
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\| | \|$/g, '')
    .split(/ \| /)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}
