import {noChange} from 'lit';
import {Directive, directive, type ElementPart} from 'lit/directive.js';

/** CSS properties by their dashed names; undefined takes one away. */
export type CssProperties = Record<string, string | undefined>;

/**
 * Sets inline styles through the CSSOM alone, which every content security policy allows; Lit's own styleMap writes a style attribute at first,
 * and `style-src 'self'` refuses it.
 */
class SetCssProperties extends Directive {
  readonly #current = new Map<string, string | undefined>();

  render(_properties: CssProperties): typeof noChange {
    return noChange;
  }

  override update({element}: ElementPart, [properties]: [CssProperties]): typeof noChange {
    const {style} = element as HTMLElement;
    for (const [name, value] of Object.entries(properties)) {
      if (this.#current.get(name) === value) continue;
      this.#current.set(name, value);
      if (value === undefined) style.removeProperty(name);
      else style.setProperty(name, value);
    }
    return noChange;
  }
}

/** For the place of an attribute: `<div ${cssProperties({left: '50%'})}>`. */
export const cssProperties = directive(SetCssProperties);
