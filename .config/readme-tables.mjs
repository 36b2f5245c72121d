// npm run docs: the tables of README.md, between its markers, from what the analyzer reads in the elements' JSDoc (dist/custom-elements.json).
import fs from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {format, resolveConfig} from 'prettier';
import {root} from './files.mjs';

/** What an element has from the platform and from Lit, and is documented there. */
const OF_THE_PLATFORM = new Set(['connectedCallback', 'disconnectedCallback', 'styles', 'constructor']);

const elementsOf = ({modules}) => modules.flatMap(({declarations = []}) => declarations).filter(({tagName}) => tagName);
const isPublic = ({name, privacy}) => (privacy ?? 'public') === 'public' && !name.startsWith('#') && !OF_THE_PLATFORM.has(name);

/** Everything public that has no words: names, each with its element. */
export function undocumented(manifest) {
  return elementsOf(manifest).flatMap((element) => {
    const {
      tagName,
      summary,
      members = [],
      attributes = [],
      events = [],
      slots = [],
      cssParts = [],
      cssProperties = [],
      cssStates = [],
    } = element;
    const all = [...members.filter(isPublic), ...attributes, ...events, ...slots, ...cssParts, ...cssProperties, ...cssStates];
    const silent = all.filter(({description, summary: short}) => !(description ?? short)?.trim()).map(({name}) => `<${tagName}> ${name}`);
    return summary?.trim() ? silent : [`<${tagName}>`, ...silent];
  });
}

/** The README with its tables as the manifest has them. */
export async function readmeOf(manifest, readme) {
  const elements = elementsOf(manifest);
  const tables = {
    attributes: table(['attribute', 'default', 'what it does'], everyOne(elements, 'attributes').map(attributeRow)),
    properties: table(['property', 'what it is'], members(elements)),
    events: table(['event', 'when, and its `detail`'], everyOne(elements, 'events').map(plainRow)),
    slots: table(['slot', 'what it is for'], everyOne(elements, 'slots').map(plainRow)),
    states: table(
      ['state', 'when'],
      everyOne(elements, 'cssStates').map(({name, description}) => [`:state(${name})`, description]),
    ),
    parts: elements
      .map((element) => `\`<${element.tagName}>\`${panels(element)}\n\n${table(['part', 'what it is'], element.cssParts.map(plainRow))}`)
      .join('\n\n'),
    'css-properties': table(
      ['property', 'default', 'what it colours or sizes'],
      everyOne(elements, 'cssProperties').map(({name, default: value, description}) => [name, value ?? 'by theme', description]),
    ),
  };
  let text = readme;
  for (const [name, content] of Object.entries(tables)) {
    const marked = new RegExp(`(<!-- ${name}, by npm run docs -->\n)[^]*?(<!-- end -->)`);
    if (!marked.test(text)) throw new Error(`README.md has no place for ${name}: <!-- ${name}, by npm run docs --> … <!-- end -->`);
    text = text.replace(marked, (_, begin, end) => `${begin}\n${content}\n\n${end}`);
  }
  return format(text, {...(await resolveConfig(fileURLToPath(new URL('README.md', root)))), parser: 'markdown'});
}

/** Of all elements, each name once: what they share has the same words. */
function everyOne(elements, kind) {
  const byName = new Map(
    elements
      .flatMap((element) => element[kind] ?? [])
      .reverse()
      .map((one) => [one.name, one]),
  );
  return [...byName.values()].reverse();
}

const plainRow = ({name, description}) => [name, description];
const attributeRow = ({name, default: value, description}) => [name, value === "''" ? undefined : value?.replaceAll("'", ''), description];

function members(elements) {
  const attributes = new Set(everyOne(elements, 'attributes').map(({fieldName}) => fieldName));
  return everyOne(elements, 'members')
    .filter((member) => isPublic(member) && !member.static && !attributes.has(member.name))
    .map(({kind, name, parameters = [], description}) => [
      kind === 'method' ? `${name}(${parameters.map((one) => one.name).join(', ')})` : name,
      description,
    ]);
}

/** The names that `hide` takes, which an element's description lists. */
function panels({description = ''}) {
  const list = /Panels that `hide` knows: ([^]*?)\.(\s|$)/.exec(description)?.[1];
  return list ? `, whose panels for \`hide\` are ${list.replace(/\s+/g, ' ')}:` : ':';
}

/** A Markdown table whose first column is code. */
function table(head, rows) {
  const cell = (text) => (text ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
  const code = (text) => (text ? `\`${text}\`` : '');
  const isCode = (column) => column === 0 || head[column] === 'default';
  const lines = rows.map((row) => row.map((text, column) => cell(isCode(column) && text !== 'by theme' ? code(text) : text)).join(' | '));
  return [head.join(' | '), head.map(() => '---').join(' | '), ...lines].map((line) => `| ${line} |`).join('\n');
}

export async function readManifest() {
  return JSON.parse(await fs.readFile(new URL('dist/custom-elements.json', root), 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {analyze} = await import('./analyze.mjs');
  analyze();
  const file = new URL('README.md', root);
  await fs.writeFile(file, await readmeOf(await readManifest(), await fs.readFile(file, 'utf8')));
}
