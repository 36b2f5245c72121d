import {html, type TemplateResult} from 'lit';

/** A sentence whose stressed parts stand between `**`. */
export function stressed(sentence: string): TemplateResult[] {
  return sentence.split('**').map((part, i) => (i % 2 === 1 ? html`<strong>${part}</strong>` : html`${part}`));
}

/** The same for who cannot see. */
export function plain(sentence: string): string {
  return sentence.replaceAll('**', '');
}
