import fs from 'node:fs';
import js from '@eslint/js';
import {createNodeResolver, importX} from 'eslint-plugin-import-x';
import {configs as lit} from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import {configs as wc} from 'eslint-plugin-wc';
import ts from 'typescript-eslint';

// Imports only go down (ARCHITECTURE.md): what each folder may reach.
const layers = {
  'src/data': [],
  'src/format': ['data'],
  'src/engine': ['format', 'data'],
  'src/families': ['engine', 'format', 'data'],
  'src/training': ['families', 'engine', 'format', 'data'],
  'src/host': ['families', 'engine', 'format', 'data'],
  'src/client': ['host', 'training/protocol.ts', 'families', 'engine', 'format', 'data'],
  'src/elements': ['client', 'families', 'engine', 'format', 'data'],
};
const zones = Object.entries(layers).flatMap(([target, below]) => {
  const own = target.slice('src/'.length);
  const message = `${target} may import only from ${[own, ...below].join(', ')} (ARCHITECTURE.md).`;
  return [
    {target: `./${target}`, from: './src', except: [own, ...below].map((folder) => `./${folder}`), message},
    {target: `./${target}`, from: ['./components', './stories', './test', './pretrained'], message},
  ];
});
// Elements never import sideways.
const elements = fs
  .readdirSync(new URL('../components/', import.meta.url), {withFileTypes: true})
  .filter((entry) => entry.isDirectory())
  .map(({name: tag}) => ({
    target: `./components/${tag}`,
    from: './components',
    except: [`./${tag}`],
    message: 'Elements do not import each other; what they share is in src/elements.',
  }));

export default ts.config(
  {ignores: ['dist/', 'storybook-static/', '.cache/', 'node_modules/', '**/*.generated.ts', '**/assembly/**']},
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  wc['flat/best-practice'],
  lit['flat/recommended'],
  {
    plugins: {'import-x': importX, 'lit-a11y': litA11y},
    settings: {
      'import-x/resolver-next': [createNodeResolver({extensionAlias: {'.js': ['.ts', '.js']}})],
      wc: {elementBaseClasses: ['LitElement', 'GenerativeElement']},
    },
    rules: {
      ...litA11y.configs.recommended.rules,
      // LitElement has them all.
      'wc/guard-super-call': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_'}],
      'import-x/extensions': ['error', 'always', {ignorePackages: true, checkTypeImports: true}],
      'import-x/no-cycle': 'error',
      'no-restricted-properties': ['error', {object: 'Math', property: 'random', message: 'Every draw takes a seed: src/data/random.ts.'}],
      'no-restricted-syntax': [
        'error',
        {selector: 'TSEnumDeclaration', message: 'Use a union of string literals.'},
        {selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use a module.'},
      ],
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
    },
  },
  {files: ['src/**', 'components/**'], rules: {'import-x/no-restricted-paths': ['error', {zones: [...zones, ...elements]}]}},
  // No DOM and no Lit below elements: it all runs in Node and in a worker.
  {
    files: ['src/{data,format,engine,families,training,host,client}/**'],
    rules: {
      'no-restricted-imports': ['error', {patterns: [{group: ['lit', 'lit/*'], message: 'Lit belongs to src/elements and components.'}]}],
      'no-restricted-globals': ['error', 'window', 'customElements', 'HTMLElement', 'localStorage'],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {globals: {process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly', setTimeout: 'readonly'}},
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {sourceType: 'commonjs', globals: {require: 'readonly', module: 'writable', console: 'readonly'}},
    rules: {'@typescript-eslint/no-require-imports': 'off'},
  },
  {files: ['test/**'], rules: {'@typescript-eslint/no-unused-expressions': 'off'}},
);
