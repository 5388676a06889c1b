'use strict';

// Runs test files of node:test and tells what became of each test, apart from what the tests print. Arguments are options of Node ('--import=./a.mjs') and
// test files; without any file, those that 'node --test' would find are run.
//
// A test is told as 'file > suite > test', by the names of all that it is in. Each file is run in a process of its own, which loads this file too, before
// the test file (--require) and as its reporter: 'node --test' itself takes printed lines of the right form for results.

const fs = require('node:fs');
const path = require('node:path');

const TEST_NAME = /(^test|^test-.*|.*[.\-_]test)\.[cm]?[jt]s$/;
const SCRIPT = /\.[cm]?[jt]s$/;
const OPTIONS = [
  '--test-reporter=spec', '--test-reporter-destination=stdout', `--test-reporter=${__filename}`, '--test-reporter-destination=stderr',
];

function find(folder, isTests) {
  return fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === '.git' ? [] : find(name, isTests || entry.name === 'test');
    return entry.isFile() && (TEST_NAME.test(entry.name) || (isTests && SCRIPT.test(entry.name))) ? [name] : [];
  });
}

async function main() {
  const results = require('./eval_results.js');
  const say = results.begin();
  const args = process.argv.slice(2);
  const flags = args.filter((arg) => arg.startsWith('-'));
  const files = args.filter((arg) => !arg.startsWith('-'));
  const codes = [];
  for (const file of files.length > 0 ? files : find('.', false)) {
    codes.push(await results.run(file, ['--require', __filename, ...OPTIONS, ...flags, file], say));
  }
  results.end(codes, say);
}

function statusOf({ type, data: { skip, todo } }) {
  if (skip !== undefined && skip !== false) return 'skipped';
  if (type === 'test:pass') return 'passed';
  // What is still to be done may fail.
  return todo !== undefined && todo !== false ? 'xfail' : 'failed';
}

function reporter({ tell, end, forget, complain }) {
  forget('--require', __filename, ...OPTIONS);
  const file = path.relative(process.cwd(), path.resolve(process.argv[1]));
  // By how deep each is nested: names and all that they are in.
  const names = Object.create(null);
  let isTaken = false;
  return async function* report(source) {
    // The runner takes it once; who takes it beside the runner would tell what it likes.
    if (isTaken) return complain();
    isTaken = true;
    for await (const event of source) {
      const { type, data } = event;
      const { nesting, name } = data;
      if (type !== 'test:start' && type !== 'test:pass' && type !== 'test:fail') continue;
      names[nesting] = (nesting > 0 ? names[nesting - 1] : file) + ' > ' + name;
      if (type === 'test:start') continue;
      const status = statusOf(event);
      // A suite is no test; but one that fails may have kept its tests from being run.
      if (data.details?.type !== 'suite' || status === 'failed') tell(status, names[nesting]);
    }
    end();
    yield '';
  };
}

// A thread that a test starts loads this file too.
if (require.main === module) main();
else if (require('node:worker_threads').isMainThread) module.exports = reporter(require('./eval_inside.js')());
