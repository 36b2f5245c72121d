export type Point = readonly [number, number];

/** Fractions of the extent for one arrow key, and with shift. */
const STEP = 1 / 60;
const BIG_STEP = 1 / 6;
const ARROWS: Record<string, Point | undefined> = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};

/**
 * Moves a point on a square plane of [−extent, extent]² by pointer and keys. A mouse may press anywhere; a finger drags the handle and taps
 * elsewhere, so that a page can still be scrolled from the plane.
 */
export class PlaneDrag {
  readonly #extent: number;
  readonly #moved: (point: Point) => void;
  #grab: {plane: DOMRect; offset: Point; pointer: number} | undefined;
  #pointerType = '';

  constructor(extent: number, moved: (point: Point) => void) {
    this.#extent = extent;
    this.#moved = moved;
  }

  get active(): boolean {
    return this.#grab !== undefined;
  }

  clamp([x, y]: Point): Point {
    const inside = (value: number) => Math.min(this.#extent, Math.max(-this.#extent, value));
    return [inside(x), inside(y)];
  }

  /** On the plane; `handle` is what a press beside it jumps to. */
  readonly down = (event: PointerEvent, handle: HTMLElement, at: Point): void => {
    this.#pointerType = event.pointerType;
    const target = event.target as Element;
    const onHandle = target === handle;
    if (event.button !== 0 || target.closest('button') || (!onHandle && event.pointerType !== 'mouse')) return;
    event.preventDefault();
    const plane = (event.currentTarget as HTMLElement).getBoundingClientRect();
    handle.focus({preventScroll: true});
    handle.setPointerCapture(event.pointerId);
    // A press off the middle of the handle must not make it jump.
    const pressed = this.#toPoint(event, plane);
    const offset: Point = onHandle ? [at[0] - pressed[0], at[1] - pressed[1]] : [0, 0];
    this.#grab = {plane, offset, pointer: event.pointerId};
    if (!onHandle) this.#moved(this.clamp(pressed));
  };

  readonly move = (event: PointerEvent): void => {
    if (this.#grab?.pointer !== event.pointerId) return;
    const {plane, offset} = this.#grab;
    const [x, y] = this.#toPoint(event, plane);
    this.#moved(this.clamp([x + offset[0], y + offset[1]]));
  };

  readonly up = (event: PointerEvent): void => {
    if (this.#grab?.pointer === event.pointerId) this.#grab = undefined;
  };

  /** A tap: a finger that pressed and did not scroll. */
  readonly click = (event: MouseEvent, handle: HTMLElement): void => {
    const target = event.target as Element;
    if (this.#pointerType === 'mouse' || target === handle || target.closest('button')) return;
    this.#moved(this.clamp(this.#toPoint(event, (event.currentTarget as HTMLElement).getBoundingClientRect())));
  };

  readonly key = (event: KeyboardEvent, at: Point): void => {
    const direction = ARROWS[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || (!direction && event.key !== 'Home')) return;
    event.preventDefault();
    const step = this.#extent * (event.shiftKey ? BIG_STEP : STEP);
    this.#moved(direction ? this.clamp([at[0] + step * direction[0], at[1] + step * direction[1]]) : [0, 0]);
  };

  #toPoint({clientX, clientY}: MouseEvent, {left, top, width, height}: DOMRect): Point {
    const at = (part: number) => (2 * part - 1) * this.#extent;
    return [at((clientX - left) / width), -at((clientY - top) / height)];
  }
}
