/** Filled in by the build (rollup.config.mjs): true in script-tag builds, whose files lie beside each other. */
declare const IS_SCRIPT_TAG: boolean | undefined;

/** What a page needs so that the tag means something: a script tag of this build, or the import of the package. */
export function scriptLine(tag: string): string {
  if (typeof IS_SCRIPT_TAG === 'undefined' || !IS_SCRIPT_TAG)
    return `<script type="module">import 'generative-elements/components/${tag}.js';</script>`;
  return `<script type="module" src="${new URL(`./${tag}.js`, import.meta.url).href}"></script>`;
}
