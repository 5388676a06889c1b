'use strict';

// In a process that loads the repository, loaded before anything of it. Takes the secret that its channel begins with, keeps what it tells results with,
// and lets nobody replace what assertions and writing are made of. What it exports tells results, and is had by the first one only.

const fs = require('node:fs');

const CHANNEL = 3;
const BEGUN = 'begun';
// What is called later may be another's by then, and so may what it calls on objects: texts alone are handed to these.
const { writeSync } = fs;
const { stringify } = JSON;
const secret = read();
let isTaken = false;

function read() {
  const byte = Buffer.alloc(1);
  let text = '';
  while (fs.readSync(CHANNEL, byte, 0, 1, null) === 1 && byte[0] !== 10) text += byte.toString('latin1');
  return text;
}

function text(value) {
  return stringify(typeof value === 'string' ? value : '');
}

function tell(status, test, also) {
  writeSync(CHANNEL, secret + '[' + text(status) + ',' + text(test) + (also === undefined ? '' : ',' + text(also)) + ']\n');
}

// When tests begin, in milliseconds: a number, where the runner tells it.
function begin(time) {
  if (typeof time === 'number') tell(BEGUN, '' + time);
}

function end() {
  writeSync(CHANNEL, secret + '[]\n');
}

// Has it doubted what is told.
function complain() {
  writeSync(CHANNEL, '\n');
}

// A process or a thread that a test starts is none of ours.
function forget(...options) {
  for (const option of options) {
    const at = process.execArgv.indexOf(option);
    if (at >= 0) process.execArgv.splice(at, 1);
  }
}

require('./eval_lock.js');
// Behind fs.writeSync.
const binding = process.binding('fs');
for (const name of ['writeString', 'writeBuffer']) Object.defineProperty(binding, name, { value: binding[name], writable: false, configurable: false });

module.exports = function take() {
  if (isTaken) throw new Error('results are told once');
  isTaken = true;
  return { tell, begin, end, forget, complain };
};
