import {fileURLToPath} from 'node:url';
import {root} from './files.mjs';

const ours = fileURLToPath(new URL('src/client/trusted-types.ts', root));
const theirs = /(\w+)\?\1\.createPolicy\("lit-html",\{createHTML:(\w+)=>\2\}\):void 0/;

/**
 * Rollup plugin: Lit makes its Trusted Types policy when it is imported, and throws, with all of the script, where a page does not allow its name or another
 * copy of Lit has taken it. Here it uses the policy of this library instead, made when the first template is.
 */
export const litPolicy = {
  name: 'lit-policy',
  transform(code, id) {
    if (!id.endsWith('/lit-html/lit-html.js')) return null;
    if (!theirs.test(code)) this.error('Lit makes its Trusted Types policy in another way than this plugin knows');
    return {code: `import {trustedHtml} from ${JSON.stringify(ours)};${code.replace(theirs, '{createHTML:trustedHtml}')}`, map: null};
  },
};
