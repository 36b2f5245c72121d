// npm start: installs what is missing, builds the script-tag files that the blog-post page uses, and serves the gallery.
import {run, setUp} from './setup.mjs';

setUp();
const built = run(process.execPath, ['.config/build.mjs']);
if (built !== 0) process.exit(built);
const port = process.env.PORT ?? '6006';
process.exit(
  run(process.execPath, [
    'node_modules/storybook/dist/bin/dispatcher.js',
    'dev',
    '-p',
    port,
    '--ci',
    '--disable-telemetry',
    ...process.argv.slice(2),
  ]),
);
