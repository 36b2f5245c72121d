import {html, nothing, type TemplateResult} from 'lit';
import {checkPoints, readTable, TableError, type Table, type TableFault} from '../../data/read-table.js';
import {DrawPad, PAD_SIZE} from '../controls/draw-pad.js';
import type {Batch} from '../../format/graph.js';
import type {DataWords} from './locales/words.js';
import {fitted, inPlace, pointsOfDrawing, type OwnData} from './own-data.js';

const LARGEST_FILE = 20e6;

/** What the points lie on: half its side, and the reader's points that are in use. */
export type Plane = {readonly extent: number; readonly own: Batch | undefined};

export type DataHost = {
  seed: () => number;
  changed: () => void;
  /** Data of the reader's own are to be learned. */
  use: (data: OwnData) => void;
  /** The data of the model again. */
  forget: () => void;
};

type Problem = TableFault | 'unreadable' | 'tooLarge' | 'nothingDrawn';

/** Points of the reader's own: drawn, pasted, or from a file. */
export class DataPanel {
  readonly #plane: Plane;
  readonly #host: DataHost;
  readonly #pad = new DrawPad(() => this.#drawn());
  #text = '';
  #problem: Problem | undefined;
  #bad: Table['bad'] | undefined;
  #count: number | undefined;
  #isOver = false;

  constructor(plane: Plane, host: DataHost) {
    this.#plane = plane;
    this.#host = host;
  }

  #drawn(): void {
    this.#say(undefined);
  }

  #say(problem: Problem | undefined, bad?: Table['bad'], count?: number): void {
    this.#problem = problem;
    this.#bad = bad;
    this.#count = count;
    this.#host.changed();
  }

  #useDrawing(): void {
    const {extent} = this.#plane;
    const points = pointsOfDrawing(this.#pad.drawing.values, PAD_SIZE, extent, this.#host.seed());
    if (points.length === 0) return this.#say('nothingDrawn');
    this.#take(() => {
      checkPoints(points);
      return {own: inPlace(points), bad: undefined};
    });
  }

  #useTable(): void {
    this.#take(() => {
      const {points, columns, bad} = readTable(this.#text);
      return {own: fitted(points, this.#plane.extent, columns), bad};
    });
  }

  #take(read: () => {own: OwnData; bad: Table['bad'] | undefined}): void {
    try {
      const {own, bad} = read();
      this.#say(undefined, bad, own.points.length / 2);
      this.#host.use(own);
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      this.#say(error.fault, error.bad);
    }
  }

  async #readFile(file: File | null | undefined): Promise<void> {
    if (!file) return;
    if (file.size > LARGEST_FILE) return this.#say('tooLarge');
    try {
      const text = new TextDecoder('utf-8', {fatal: true}).decode(await file.arrayBuffer());
      if (text.includes('\0')) throw new TypeError('binary');
      this.#text = text;
    } catch {
      return this.#say('unreadable');
    }
    this.#say(undefined);
    this.#useTable();
  }

  readonly #over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.#isOver = event.type === 'dragover';
    this.#host.changed();
  };

  readonly #drop = (event: DragEvent): void => {
    const file = event.dataTransfer?.files[0];
    this.#isOver = false;
    if (!file) return;
    event.preventDefault();
    void this.#readFile(file);
  };

  render(words: DataWords, disabled: boolean): TemplateResult {
    const {own} = this.#plane;
    // A large table would be slow to edit; its beginning says what it is.
    const shown = this.#text.length > 20_000 ? `${this.#text.slice(0, 20_000)}\n…` : this.#text;
    return html`
      <p class="quiet">${words.dataHelp}</p>
      <div class="sources">
        <div class="drawing">
          ${this.#pad.render(words)}
          <div class="buttons">
            <button class="button" ?disabled=${disabled} @click=${() => this.#useDrawing()}>${words.use}</button>
            <button class="button" @click=${() => this.#pad.undo()}>${words.undo}</button>
            <button class="button" @click=${() => this.#pad.clear()}>${words.clearDrawing}</button>
          </div>
        </div>
        <div class="table ${this.#isOver ? 'over' : ''}" @dragover=${this.#over} @dragleave=${this.#over} @drop=${this.#drop}>
          <label
            ><span class="quiet">${words.table}</span
            ><textarea
              spellcheck="false"
              translate="no"
              rows="6"
              placeholder="0.5, 1.2&#10;-1.0, 0.3"
              .value=${shown}
              @input=${(event: Event) => {
                this.#text = (event.target as HTMLTextAreaElement).value;
                this.#say(undefined);
              }}
            ></textarea>
          </label>
          <p class="quiet">${words.tableHelp}</p>
          <div class="buttons">
            <button class="button" ?disabled=${disabled} @click=${() => this.#useTable()}>${words.use}</button>
            <label class="button file"
              >${words.choose}<input
                type="file"
                accept=".csv,.tsv,.txt,text/*"
                @change=${(event: Event) => {
                  const input = event.target as HTMLInputElement;
                  void this.#readFile(input.files?.[0]);
                  input.value = '';
                }}
            /></label>
          </div>
        </div>
      </div>
      <div role="status">${this.#report(words)}</div>
      ${own ? html`<button class="button" @click=${() => this.#host.forget()}>${words.forget}</button>` : nothing}
    `;
  }

  #report(words: DataWords): unknown {
    const {count, rows} = this.#bad ?? {count: 0, rows: []};
    const problem = this.#problem;
    const sentence =
      problem === 'unreadable' || problem === 'tooLarge' || problem === 'nothingDrawn' ? words[problem] : problem && words.faults[problem];
    const named = rows.map(({row, text}) => words.row(row, text)).join(', ') + (count > rows.length ? ' …' : '');
    return html`${sentence ? html`<p class="problem">${sentence}</p>` : nothing}
    ${this.#count === undefined ? nothing : html`<p>${words.taken(this.#count.toLocaleString(words.tag))}</p>`}
    ${count > 0 ? html`<p class="quiet">${words.leftOut(count.toLocaleString(words.tag), named)}</p>` : nothing}`;
  }
}
