import type {LitElement} from 'lit';
import {scriptLine} from './script-line.js';

/** Attributes with URLs that are relative to the page they stand in. */
const URLS = ['src', 'base', 'worker-src'];

const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const inQuotes = (value: string) => (value.includes('"') ? `'${escaped(value).replaceAll("'", '&#39;')}'` : `"${escaped(value)}"`);

/** HTML that shows the element as it is now on any other page: the script, the tag, attributes that are not the usual ones, the state. */
export function embedCode(element: LitElement & {getState(): object}): string {
  const {localName: tag} = element;
  const kind = element.constructor as typeof LitElement & (new () => LitElement);
  const usual = new kind();
  const attributes = [...kind.elementProperties].flatMap(([property, {attribute}]) => {
    const name = typeof attribute === 'string' ? attribute : String(property).toLowerCase();
    const value = element[property as keyof LitElement] as unknown;
    if (attribute === false || name === 'state' || !['string', 'number'].includes(typeof value)) return [];
    if (String(value) === String(usual[property as keyof LitElement])) return [];
    return [[name, URLS.includes(name) ? new URL(String(value), document.baseURI).href : String(value)]];
  });
  if (element.lang) attributes.push(['lang', element.lang]);
  attributes.push(['state', JSON.stringify(element.getState())]);
  const text = attributes.map(([name, value]) => ` ${name!}=${inQuotes(value!)}`).join('');
  return `${scriptLine(tag)}\n<${tag}${text}></${tag}>`;
}
