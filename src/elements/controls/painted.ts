import {noChange} from 'lit';
import {Directive, directive, type ElementPart} from 'lit/directive.js';
import {paintPicture, type Picture} from './image-canvas.js';

/** Paints one of a batch of pictures on the canvas that it stands in: canvases, because a strict page allows no image from a blob. */
class Painted extends Directive {
  #picture: Picture | undefined;
  #at = 0;

  render(_picture: Picture | undefined, _at = 0): typeof noChange {
    return noChange;
  }

  override update({element}: ElementPart, [picture, at = 0]: [Picture | undefined, number?]): typeof noChange {
    if (!picture || (picture === this.#picture && at === this.#at)) return noChange;
    this.#picture = picture;
    this.#at = at;
    paintPicture(element as HTMLCanvasElement, picture, at);
    return noChange;
  }
}

/** For the place of an attribute: `<canvas ${painted(pictures, 3)}>`. */
export const painted = directive(Painted);
