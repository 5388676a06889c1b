'use strict';

// Runs mocha and tells what became of each test, apart from what the tests print. Arguments are mocha's.
//
// A test is told as 'file > suite > test', and as mocha calls it, 'suite test'. Mocha's process loads this file too, before anything else (--require) and
// as its reporter.

const path = require('node:path');

const { find } = require('./eval_results.js');

// All tests are run, whatever becomes of one.
const OPTIONS = ['--no-parallel', '--no-bail', '--no-allow-uncaught', '--reporter', __filename];

async function main() {
  const results = require('./eval_results.js');
  const say = results.begin();
  const args = process.argv.slice(2);
  const flags = await results.ask([require.resolve('./eval_mocha_flags.js'), ...args]);
  results.end([await results.run('mocha', ['--require', __filename, ...flags, find('mocha/bin/_mocha'), ...OPTIONS, ...args], say)], say);
}

function reporter({ tell, end, forget, complain }) {
  forget('--require', __filename);
  // Tests may go to another folder.
  const root = process.cwd();
  let isTaken = false;
  return class {
    constructor(runner, options) {
      // The runner takes it once; who takes it beside the runner would tell what it likes.
      if (isTaken) complain();
      isTaken = true;
      const say = (status) => (test) => {
        const file = path.relative(root, test.file ?? path.join(root, 'mocha'));
        tell(status, [file, ...test.titlePath()].join(' > '), test.fullTitle());
      };
      runner.on('pass', say('passed'));
      // A hook that fails is told as a test is.
      runner.on('fail', say('failed'));
      runner.on('pending', say('skipped'));
      runner.on('end', end);
      const { reporters } = require(find('mocha'));
      this.printed = new reporters.Spec(runner, options);
    }
  };
}

if (require.main === module) main();
else if (require('node:worker_threads').isMainThread) module.exports = reporter(require('./eval_inside.js')());
