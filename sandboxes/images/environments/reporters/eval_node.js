'use strict';

// Runs test files of node:test and tells what became of each test, apart from what the tests print. Arguments are test files; without any, those that
// 'node --test' would find are run.
//
// A test is told as 'file > suite > test', by the names of all that it is in. Each file is run in a process of its own and tells its results through a
// channel of its own (eval_node_file.js); what it prints is only passed on, since 'node --test' itself takes printed lines of the right form for results.

const { spawn } = require('node:child_process');
const { createHash, createHmac, randomBytes } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const RUN = '/tmp/eval-run';
const CHILD = path.join(__dirname, 'eval_node_file.js');
const TEST_NAME = /(^test|^test-.*|.*[.\-_]test)\.[cm]?js$/;
const SCRIPT = /\.[cm]?js$/;

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

function find(folder, isTests) {
  return fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === '.git' ? [] : find(name, isTests || entry.name === 'test');
    return entry.isFile() && (TEST_NAME.test(entry.name) || (isTests && SCRIPT.test(entry.name))) ? [name] : [];
  });
}

// Returns whether all of a file went well.
function runFile(file, say) {
  return new Promise((resolve) => {
    const secret = randomBytes(16).toString('hex');
    const child = spawn(process.execPath, [
      '--require', CHILD, '--test-reporter=spec', '--test-reporter-destination=stdout', `--test-reporter=${CHILD}`, '--test-reporter-destination=stderr', file,
    ], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
    const channel = child.stdio[3];
    let text = '';
    let isWhole = false;
    let hasFailed = false;
    channel.setEncoding('utf8');
    channel.on('error', () => {});
    channel.on('data', (chunk) => {
      const lines = (text + chunk).split('\n');
      text = lines.pop();
      for (const line of lines) {
        let told;
        try {
          told = JSON.parse(line);
        } catch {
          continue;
        }
        if (told === null || told.secret !== secret) continue;
        if (told.end) isWhole = true;
        else {
          hasFailed ||= told.status === 'failed' || told.status === 'error';
          say({ test: [file, ...told.names].join(' > '), status: told.status });
        }
      }
    });
    child.on('error', () => {});
    child.on('close', (code) => {
      const isGood = isWhole && code === 0;
      // A file that was ended early, or failed without a test that did.
      if (!isWhole || (!isGood && !hasFailed)) say({ test: file, status: 'error' });
      resolve(isGood);
    });
    channel.write(secret + '\n');
  });
}

async function main() {
  const say = begin();
  const files = process.argv.length > 2 ? process.argv.slice(2) : find('.', false);
  let code = 0;
  for (const file of files) {
    if (!(await runFile(file, say))) code = 1;
  }
  say({ exit: code });
  process.exit(code);
}

main();
