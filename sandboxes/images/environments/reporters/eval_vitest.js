'use strict';

// Runs vitest and tells what became of each test, apart from what the tests print. Arguments are vitest's.
//
// A test is told as 'file > suite > test', as vitest does, and as 'suite > test'. Vitest is started by this file, in a process of its own; tests run in
// others that it starts.

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const INSIDE = '--inside';
// What vite would write beside the runner goes here.
const WRITTEN = '/tmp/.vite-temp';

async function main() {
  const results = require('./eval_results.js');
  const say = results.begin();
  fs.mkdirSync(WRITTEN, { recursive: true });
  results.end([await results.run('vitest', [__filename, INSIDE, ...process.argv.slice(2)], say)], say);
}

function reporter({ tell, begin, end }) {
  const root = process.cwd();
  const fileOf = (module) => path.relative(root, module.moduleId);
  const tellErrors = (task, name) => {
    if (task.errors().length > 0) tell('error', name);
  };
  return {
    // Vitest reads a file of tests for its options before all else: its tests begin when it is loaded, which has ended now.
    onTestModuleCollected: (module) => begin(Math.floor(Date.now() - module.diagnostic().collectDuration)),
    onTestCaseResult: (test) => {
      const { state } = test.result();
      tell(state === 'pending' ? 'error' : state, `${fileOf(test.module)} > ${test.fullName}`, test.fullName);
    },
    // Of hooks, and of files that do not load.
    onTestSuiteResult: (suite) => tellErrors(suite, `${fileOf(suite.module)} > ${suite.fullName}`),
    onTestModuleEnd: (module) => tellErrors(module, fileOf(module)),
    onTestRunEnd: (_, errors) => {
      if (errors.length > 0) tell('error', 'vitest');
      end();
    },
  };
}

async function runInside(results, args) {
  const vitest = await import(pathToFileURL(require('./eval_results.js').find('vitest/node')).href);
  const { filter, options } = vitest.parseCLI(['vitest', 'run', ...args]);
  const lock = ['--require', require.resolve('./eval_lock.js')];
  // Without network nobody tells the address of 'localhost', which vite asks for unless it has one.
  const server = { host: '127.0.0.1' };
  // All tests are run, whatever becomes of one; what measures coverage may not be there.
  const own = { watch: false, ui: false, cache: false, bail: 0, coverage: { enabled: false }, reporters: ['default', reporter(results)], execArgv: lock };
  await vitest.startVitest('test', filter, { ...options, ...own }, { server });
}

if (process.argv[2] === INSIDE) runInside(require('./eval_inside.js')(), process.argv.slice(3));
else main();
