// The usual list of tests, then one machine-readable line for .config/test.mjs.
const {reporters} = require('mocha');

module.exports = class CountingReporter extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
    runner.once('end', () =>
      console.log(`node counts ${JSON.stringify({passed: this.stats.passes, failed: this.stats.failures, skipped})}`),
    );
  }
};
