'use strict';

// Runs jest and tells what became of each test, apart from what the tests print. Arguments are jest's.
//
// A test is told as 'file > suite > test', and as jest calls it, 'suite test'. Jest's process loads this file too, before anything else (--require) and as
// its reporter; tests run in it, in contexts of their own.

const fs = require('node:fs');
const path = require('node:path');

const HASTE = JSON.stringify({ hasteMapModulePath: path.join(__dirname, 'eval_jest_map.js') });
const SETTINGS = ['package.json', ...['js', 'ts', 'mjs', 'cjs', 'mts', 'cts', 'json'].map((ending) => `jest.config.${ending}`)];
const STATUSES = { passed: 'passed', failed: 'failed', pending: 'skipped', skipped: 'skipped', todo: 'skipped', disabled: 'skipped' };

async function main() {
  const results = require('./eval_results.js');
  const say = results.begin();
  // Without settings jest does not know where a repository begins.
  const own = SETTINGS.some((name) => fs.existsSync(name)) ? [] : ['--config', JSON.stringify({ rootDir: process.cwd() })];
  const args = [
    results.find('jest/bin/jest'), ...own, '--ci', '--runInBand', '--bail=0', '--notify=false', '--watchman=false', '--coverage=false', '--haste', HASTE,
    '--reporters=default', `--reporters=${__filename}`, ...process.argv.slice(2),
  ];
  results.end([await results.run('jest', ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', '--require', __filename, ...args], say)], say);
}

function reporter({ tell, begin, end, forget, complain }) {
  forget('--require', __filename);
  // Tests may go to another folder.
  const root = process.cwd();
  let isTaken = false;
  return class {
    constructor() {
      // The runner takes it once; who takes it beside the runner would tell what it likes.
      if (isTaken) complain();
      isTaken = true;
    }

    onTestResult(_, { testFilePath, testResults, testExecError, perfStats }) {
      const file = path.relative(root, testFilePath);
      // Jest reads a file of tests for its options before all else: its tests begin when all set-up has ended.
      begin(perfStats?.setupAfterEnvEnd);
      if (testExecError) tell('error', file);
      for (const { ancestorTitles, title, fullName, status } of testResults) tell(STATUSES[status] ?? 'error', [file, ...ancestorTitles, title].join(' > '), fullName);
    }

    onRunComplete() {
      end();
    }
  };
}

if (require.main === module) main();
else if (require('node:worker_threads').isMainThread) module.exports = reporter(require('./eval_inside.js')());
