// Types of the elements for JSX (React, Preact and others that read React's), from custom-elements.json: import 'generative-elements/jsx' once.
import fs from 'node:fs/promises';
import {root} from './files.mjs';

export async function writeJsxTypes() {
  const {modules} = JSON.parse(await fs.readFile(new URL('dist/custom-elements.json', root), 'utf8'));
  const elements = modules.flatMap(({declarations = []}) => declarations).filter(({tagName}) => tagName);
  const attributeLine = ({name, type, description}) => `  /** ${description ?? ''} */\n  '${name}'?: ${jsxType(type?.text)};`;
  const interfaces = elements.map(
    ({name, summary, attributes = []}) =>
      `/** ${summary} */\nexport interface ${name}Attributes extends HostAttributes {\n${attributes.map(attributeLine).join('\n')}\n}\n`,
  );
  const tags = elements.map(({name, tagName}) => `      '${tagName}': ${name}Attributes;`).join('\n');
  const text = `/** What any element takes, as far as these types go. */
interface HostAttributes {
  id?: string;
  class?: string;
  className?: string;
  lang?: string;
  slot?: string;
  hidden?: boolean;
  key?: string | number | bigint | null;
  ref?: unknown;
  style?: unknown;
  children?: unknown;
}

${interfaces.join('\n')}
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${tags}
    }
  }
}
`;
  await fs.writeFile(new URL('dist/jsx.d.ts', root), text);
}

/** Names of our own types mean nothing outside: such an attribute is a string. */
function jsxType(text = 'string') {
  const parts = text.split('|').map((part) => part.trim());
  const known = parts.filter((part) => /^'[^']*'$|^(string|number|boolean)$/.test(part));
  return known.length > 0 ? known.join(' | ') : 'string';
}
