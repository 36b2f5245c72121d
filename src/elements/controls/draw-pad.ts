import {html, type TemplateResult} from 'lit';
import {ref, type RefOrCallback} from 'lit/directives/ref.js';
import {Drawing} from '../../data/drawing.js';

/** Raster of the pad: four cells for each of 28 pixels. */
export const PAD_SIZE = 112;
/** Of the pad's side: one arrow key, and with shift. */
const STEP = 1 / 56;
const BIG_STEP = 1 / 14;
const ARROWS: Record<string, readonly [number, number] | undefined> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export type PadWords = {
  pad: string;
  padHelp: string;
  penDown: string;
  penUp: string;
};

/** A pad to draw light on dark, by mouse, finger, pen and keys: arrows move a cursor, Space puts the pen down and lifts it. */
export class DrawPad {
  readonly drawing = new Drawing(PAD_SIZE);
  /** Radius of the brush in fractions of the pad's side. */
  radius = 1 / 22;
  erase = false;
  /** Where the keys are, once they have been used. */
  #cursor: [number, number] | undefined;
  #penIsDown = false;
  #pointer: number | undefined;
  #canvas: HTMLCanvasElement | undefined;
  #said = '';
  readonly #changed: (isAtRest: boolean) => void;

  /** @param changed is told of every change, and whether a stroke has come to its end. */
  constructor(changed: (isAtRest: boolean) => void) {
    this.#changed = changed;
  }

  clear(): void {
    this.drawing.clear();
    this.#finish();
  }

  undo(): void {
    this.drawing.undo();
    this.#finish();
  }

  #finish(): void {
    this.#penIsDown = false;
    this.#paint();
    this.#changed(true);
  }

  #begin(point: readonly [number, number], pressure = 0): void {
    // A pen draws broader where it is pressed harder.
    this.drawing.begin(point, this.radius * (pressure > 0 ? 0.5 + pressure : 1), this.erase);
    this.#paint();
    this.#changed(false);
  }

  #extend(point: readonly [number, number]): void {
    this.drawing.extend(point);
    this.#paint();
    this.#changed(false);
  }

  #paint(): void {
    const context = this.#canvas?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(PAD_SIZE, PAD_SIZE);
    this.drawing.values.forEach((value, i) => image.data.set([255 * value, 255 * value, 255 * value, 255], 4 * i));
    context.putImageData(image, 0, 0);
  }

  #place({clientX, clientY}: PointerEvent): [number, number] {
    const {left, top, width, height} = this.#canvas!.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  }

  readonly #down = (event: PointerEvent): void => {
    if (event.button !== 0 || this.#pointer !== undefined) return;
    event.preventDefault();
    const target = event.currentTarget as HTMLElement;
    target.focus({preventScroll: true});
    target.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    this.#cursor = undefined;
    this.#penIsDown = false;
    this.#begin(this.#place(event), event.pointerType === 'pen' ? event.pressure : 0);
  };

  readonly #move = (event: PointerEvent): void => {
    if (event.pointerId !== this.#pointer) return;
    // Between two frames a fast hand has been in more places than one.
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length > 0 ? events : [event]) this.#extend(this.#place(one));
  };

  readonly #up = (event: PointerEvent): void => {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = undefined;
    this.#changed(true);
  };

  #key(event: KeyboardEvent, words: PadWords): void {
    const arrow = ARROWS[event.key];
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
    if (!isUndo && (event.altKey || event.ctrlKey || event.metaKey)) return;
    if (!arrow && !isUndo && ![' ', 'Enter', 'Escape'].includes(event.key)) return;
    if (event.key === 'Escape' && !this.#penIsDown) return;
    event.preventDefault();
    event.stopPropagation();
    this.#cursor ??= [0.5, 0.5];
    if (arrow) {
      const step = event.shiftKey ? BIG_STEP : STEP;
      this.#cursor = [0, 1].map((axis) => Math.min(1, Math.max(0, this.#cursor![axis]! + step * arrow[axis]!))) as [number, number];
      if (this.#penIsDown) this.#extend(this.#cursor);
      this.#said = `${Math.round(100 * this.#cursor[0])} %, ${Math.round(100 * this.#cursor[1])} %`;
      this.#changed(false);
    } else if (isUndo) this.undo();
    else {
      this.#penIsDown = event.key !== 'Escape' && !this.#penIsDown;
      this.#said = this.#penIsDown ? words.penDown : words.penUp;
      if (this.#penIsDown) this.#begin(this.#cursor);
      else this.#changed(true);
    }
  }

  readonly #attach: RefOrCallback = (canvas) => {
    if (!canvas || canvas === this.#canvas) return;
    this.#canvas = canvas as HTMLCanvasElement;
    this.#paint();
  };

  render(words: PadWords): TemplateResult {
    const [x, y] = this.#cursor ?? [0.5, 0.5];
    return html`<div
        class="pad"
        role="application"
        tabindex="0"
        aria-label=${words.pad}
        aria-describedby="pad-help"
        @pointerdown=${this.#down}
        @pointermove=${this.#move}
        @pointerup=${this.#up}
        @pointercancel=${this.#up}
        @keydown=${(event: KeyboardEvent) => this.#key(event, words)}
      >
        <canvas width=${PAD_SIZE} height=${PAD_SIZE} ${ref(this.#attach)}></canvas>
        <svg aria-hidden="true" viewBox="0 0 100 100" ?data-active=${this.#cursor !== undefined} ?data-down=${this.#penIsDown}>
          <circle cx=${100 * x} cy=${100 * y} r=${100 * this.radius} />
        </svg>
      </div>
      <p class="quiet" id="pad-help">${words.padHelp}</p>
      <div class="status" role="status">${this.#said}</div>`;
  }
}
