import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {observePage} from './page-observer.js';

export type Locale = 'en' | 'zh-Hans';

/** The locale for a language tag; Chinese in other scripts falls back to English, as everything unknown does. */
export function localeOf(language: string): Locale {
  return /^zh\b(?!.*\b(hant|tw|hk|mo)\b)/i.test(language) ? 'zh-Hans' : 'en';
}

/** The nearest `lang`, through shadow roots. */
function languageOf(element: Element): string {
  for (let node: Node | null = element; node; node = node instanceof ShadowRoot ? node.host : node.parentNode) {
    const language = node instanceof Element ? node.getAttribute('lang') : null;
    if (language) return language;
  }
  return '';
}

/** The words of the host, following `lang`. English is at hand; the others are fetched when a page first asks for them. */
export class LocaleController<Words> implements ReactiveController {
  words: Words;
  locale: Locale = 'en';
  readonly #host: ReactiveControllerHost & Element;
  readonly #english: Words;
  readonly #others: Record<Exclude<Locale, 'en'>, () => Promise<Words>>;
  readonly #own = new MutationObserver(() => this.#follow());
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost & Element, english: Words, others: Record<Exclude<Locale, 'en'>, () => Promise<Words>>) {
    this.#host = host;
    this.words = this.#english = english;
    this.#others = others;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = observePage(() => this.#follow());
    this.#own.observe(this.#host, {attributeFilter: ['lang']});
    this.#follow();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#own.disconnect();
  }

  #follow(): void {
    const locale = localeOf(languageOf(this.#host));
    if (locale === this.locale) return;
    this.locale = locale;
    if (locale === 'en') this.#show(this.#english);
    else
      this.#others[locale]().then(
        (words) => this.locale === locale && this.#show(words),
        // A locale that cannot be fetched leaves the words that are there; the next change of `lang` asks again.
        () => this.locale === locale && (this.locale = 'en'),
      );
  }

  #show(words: Words): void {
    this.words = words;
    this.#host.requestUpdate();
  }
}
