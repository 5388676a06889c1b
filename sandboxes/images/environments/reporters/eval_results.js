'use strict';

// How a reporter of Node's begins, runs what loads the repository in processes of their own, tells what those tell, and ends. Nothing of the repository
// is ever loaded into this process.

const { spawn } = require('node:child_process');
const { createHash, createHmac, randomBytes } = require('node:crypto');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const os = require('node:os');
const path = require('node:path');

const RUN = '/tmp/eval-run';
const SIGNALLED = 128;
const BEGUN = 'begun';
const CHANNEL = 3;

function begin() {
  let run;
  try {
    run = JSON.parse(fs.readFileSync(RUN, 'utf8'));
  } catch (error) {
    // As when somebody tries the reporter: nothing is written.
    if (error.code === 'ENOENT') return () => {};
    throw error;
  }
  fs.unlinkSync(RUN);
  // A pipe of another user's, who has read each line before anybody could change it.
  const file = fs.openSync(run.results, fs.constants.O_WRONLY);
  let key = Buffer.from(run.nonce);
  return (line) => {
    const payload = JSON.stringify(line);
    const code = createHmac('sha256', key).update(payload).digest('hex');
    key = createHash('sha256').update(key).digest();
    let left = Buffer.from(`${code} ${payload}\n`);
    while (left.length > 0) left = left.subarray(fs.writeSync(file, left));
  };
}

// Reads what a process tells through its channel: a secret, which was sent there before anything was loaded into it, and a JSON array on each line.
function listen(channel, secret, tell) {
  let text = '';
  channel.setEncoding('utf8');
  channel.on('error', () => {});
  channel.on('data', (chunk) => {
    const lines = (text + chunk).split('\n');
    text = lines.pop();
    for (const line of lines) tell(parse(line, secret));
  });
}

function parse(line, secret) {
  try {
    return line.startsWith(secret) ? JSON.parse(line.slice(secret.length)) : null;
  } catch {
    return null;
  }
}

// Runs 'node ARGUMENTS', tells what it tells, and how it ended; returns its exit code. A name stands for what has no test's.
function run(name, args, say) {
  return new Promise((resolve) => {
    const secret = randomBytes(16).toString('hex');
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
    let isWhole = false;
    let hasTold = false;
    listen(child.stdio[CHANNEL], secret, (told) => {
      if (told === null) say({ tampering: `somebody else than the runner of ${name} wrote where its results go` });
      else if (told.length === 0) isWhole = true;
      else {
        const [status, test, also] = told;
        if (status === BEGUN) return say({ begun: Number(test) });
        hasTold = true;
        say(also === undefined ? { test, status } : { test, status, also: [also] });
      }
    });
    child.on('error', () => {});
    child.on('close', (code, signal) => {
      const ended = code ?? SIGNALLED + (os.constants.signals[signal] ?? 0);
      // What loads no runner and ends well has no tests.
      if (!isWhole && (hasTold || ended !== 0)) say({ test: name, status: 'error' });
      if (isWhole || hasTold || ended !== 0) say({ process: name, exit: ended });
      resolve(ended);
    });
    child.stdio[CHANNEL].write(secret + '\n');
  });
}

// Runs 'node ARGUMENTS' and returns the list that it tells through its channel; an empty one where it tells none.
function ask(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    let text = '';
    child.stdio[CHANNEL].setEncoding('utf8');
    child.stdio[CHANNEL].on('error', () => {});
    child.stdio[CHANNEL].on('data', (chunk) => { text += chunk; });
    child.on('error', () => {});
    child.on('close', () => {
      try {
        resolve(JSON.parse(text).map(String));
      } catch {
        resolve([]);
      }
    });
  });
}

// Ends with the code of the first that failed.
function end(codes, say) {
  const exit = codes.find((code) => code !== 0) ?? 0;
  say({ exit });
  process.exit(exit);
}

// A file of a package: of the repository's own where it has one, else of the image's.
function find(name) {
  return createRequire(path.join(process.cwd(), 'x.js')).resolve(name);
}

module.exports = { begin, run, ask, end, find };
