import {GenTrainEvent, type TrainDetail} from './events.js';

/** Milliseconds. */
const BETWEEN = 100;

/** Tells the page of a training's steps, at most ten times a second, and of the last one in any case. */
export class TrainEvents {
  readonly #element: EventTarget;
  #last = -Infinity;
  #latest: TrainDetail | undefined;

  constructor(element: EventTarget) {
    this.#element = element;
  }

  step(step: TrainDetail): void {
    const isWaiting = this.#latest !== undefined;
    this.#latest = step;
    if (isWaiting) return;
    const wait = this.#last + BETWEEN - performance.now();
    if (wait > 0) setTimeout(() => this.#tell(), wait);
    else this.#tell();
  }

  #tell(): void {
    const step = this.#latest!;
    this.#latest = undefined;
    this.#last = performance.now();
    this.#element.dispatchEvent(new GenTrainEvent({...step}));
  }
}
