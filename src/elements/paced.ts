import {Pacer} from '../engine/pacer.js';

/** What the steps come to, with other work of the page between them. */
export async function paced<T>(steps: Iterator<void, T>): Promise<T> {
  const pacer = new Pacer(undefined);
  for (;;) {
    const {done, value} = steps.next();
    if (done) return value;
    if (pacer.due) await pacer.pause();
  }
}
