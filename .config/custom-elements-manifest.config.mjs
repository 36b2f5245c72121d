export default {
  globs: ['src/elements/**/*.ts', 'components/**/*.ts'],
  exclude: ['**/*.generated.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
};
