import {GenTrainEvent, type TrainDetail} from './events.js';

/** Milliseconds. */
const BETWEEN = 100;

/** Tells the page of a training's steps, at most ten times a second. */
export class TrainEvents {
  readonly #element: EventTarget;
  #last = -Infinity;

  constructor(element: EventTarget) {
    this.#element = element;
  }

  step(step: TrainDetail): void {
    const now = performance.now();
    if (now - this.#last < BETWEEN) return;
    this.#last = now;
    this.#element.dispatchEvent(new GenTrainEvent({...step}));
  }
}
