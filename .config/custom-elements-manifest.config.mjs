/** The folders are read side by side, so that modules come in another order each time: by path, the manifest and README's tables are always the same. */
const order = {
  name: 'order',
  packageLinkPhase({customElementsManifest}) {
    customElementsManifest.modules.sort((a, b) => (a.path < b.path ? -1 : 1));
  },
};

/** Elements are registered by `define` (src/elements/define.ts), which the analyzer does not know. */
const definitions = {
  name: 'definitions',
  analyzePhase({ts, node, moduleDoc}) {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'define') return;
    const [tag, element] = node.arguments;
    const declaration = moduleDoc.declarations.find(({name}) => name === element?.getText());
    if (!declaration || !ts.isStringLiteral(tag)) return;
    Object.assign(declaration, {tagName: tag.text, customElement: true});
    moduleDoc.exports.push({
      kind: 'custom-element-definition',
      name: tag.text,
      declaration: {name: declaration.name, module: moduleDoc.path},
    });
  },
  // Events that code dispatches by their class have no names there; the JSDoc of each element names them.
  packageLinkPhase({customElementsManifest}) {
    for (const declaration of customElementsManifest.modules.flatMap(({declarations}) => declarations))
      if (declaration.events) declaration.events = declaration.events.filter(({name}) => name);
  },
};

export default {
  globs: ['src/elements/generative-element.ts', 'src/elements/events.ts', 'components/**/*.ts'],
  exclude: ['**/*.generated.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  plugins: [order, definitions],
};
