import {html, type TemplateResult} from 'lit';
import type {Session} from '../../src/client/session.js';
import type {Picture} from '../../src/elements/controls/image-canvas.js';
import {painted} from '../../src/elements/controls/painted.js';
import {isAbort} from '../../src/elements/model-controller.js';
import {combine} from './arithmetic.js';
import {codeShape, inputsOf, type Code} from './code.js';
import {pictureOf, type Gallery} from './gallery.js';
import type {LateHost, LateView} from './late.js';

const LETTERS = ['a', 'b', 'c'] as const;
const SIGNS = ['', '−', '+'] as const;

/** a − b + c of three samples in sight, and the picture that it makes. */
export class ArithmeticPanel {
  readonly #gallery: Gallery;
  readonly #host: LateHost;
  #sum: {pictures: Picture; terms: string; code: Code; picture: Picture} | undefined;
  #asked = '';

  constructor(gallery: Gallery, host: LateHost) {
    this.#gallery = gallery;
    this.#host = host;
  }

  /** Asks for the picture of what is chosen now. */
  update(session: Session<'gan'>): void {
    const {pictures, terms} = this.#gallery;
    const key = terms.join();
    if (!pictures || (this.#sum?.pictures === pictures && this.#sum.terms === key)) return;
    const shape = codeShape(session.manifest);
    const code = combine(terms.map((at) => this.#gallery.code(at)) as [Code, Code, Code], shape);
    // Not again while it is on its way: updates come for many reasons.
    const asked = `${key} ${code.join()}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    session.ops.generate(inputsOf([code], shape), {channel: 'arithmetic'}).then(
      ({x}) => {
        if (session !== this.#host.session() || asked !== this.#asked) return;
        this.#sum = {pictures, terms: key, code, picture: pictureOf(session, x)};
        this.#host.mended();
        this.#host.changed();
      },
      (error: unknown) => {
        if (asked === this.#asked) this.#asked = '';
        if (!isAbort(error) && session === this.#host.session()) this.#host.report(error, () => this.#host.changed());
      },
    );
  }

  render({words, disabled}: LateView): TemplateResult {
    const {pictures, terms, term} = this.#gallery;
    const code = this.#sum?.code;
    const choose = (at: number) => {
      this.#gallery.term = at;
      this.#host.changed();
    };
    return html`<div class="pictures sum" role="group" aria-label="a − b + c">
        ${LETTERS.map(
          (letter, i) =>
            html`<span class="sign">${SIGNS[i]}</span>
              <figure>
                <button
                  class="sample term"
                  aria-label=${words.term(letter, terms[i]! + 1)}
                  aria-pressed=${i === term}
                  data-mark=${letter}
                  ?disabled=${disabled}
                  @click=${() => choose(i)}
                >
                  <canvas ${painted(pictures, terms[i])}></canvas>
                </button>
              </figure>`,
        )}
        <span class="sign">=</span>
        <figure class="result">
          <canvas role="img" aria-label=${words.sum} ${painted(this.#sum?.picture)}></canvas>
        </figure>
      </div>
      <p>${words.chooseTerm(LETTERS[term]!)}</p>
      <p class="quiet">${words.aboutSum}</p>
      <button class="button" part="hold" ?disabled=${disabled || !code} @click=${() => code && this.#gallery.hold(code)}>
        ${words.holdSum}
      </button>`;
  }
}
