'use strict';

// In the process of one test file: loaded before it (--require), and again as its reporter (--test-reporter), which is the same module. It tells its
// results through descriptor 3, each with a secret that it was sent there before the file was loaded.

const fs = require('node:fs');

const CHANNEL = 3;
const secret = read();
let isTaken = false;

function read() {
  const byte = Buffer.alloc(1);
  let text = '';
  while (fs.readSync(CHANNEL, byte, 0, 1, null) === 1 && byte[0] !== 10) text += byte.toString('latin1');
  return text;
}

function tell(line) {
  fs.writeSync(CHANNEL, JSON.stringify({ secret, ...line }) + '\n');
}

function statusOf(event) {
  const { skip, todo } = event.data;
  if (skip !== undefined && skip !== false) return 'skipped';
  if (event.type === 'test:pass') return 'passed';
  // What is still to be done may fail.
  return todo !== undefined && todo !== false ? 'xfail' : 'failed';
}

module.exports = async function* report(source) {
  // The runner takes it once.
  if (isTaken) return;
  isTaken = true;
  const names = [];
  for await (const event of source) {
    const { data } = event;
    if (event.type === 'test:start') {
      names.length = data.nesting;
      names[data.nesting] = data.name;
    } else if (event.type === 'test:pass' || event.type === 'test:fail') {
      const status = statusOf(event);
      // A suite is no test; but one that fails may have kept its tests from being run.
      if (data.details?.type !== 'suite' || status === 'failed') tell({ names: [...names.slice(0, data.nesting), data.name], status });
    }
  }
  tell({ end: true });
  yield '';
};
