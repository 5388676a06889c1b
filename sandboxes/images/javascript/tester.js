'use strict';
// Runs the data set's tests, one set after the other. They call the answer, which is in another process, and get plain values back.

const { become, decode, encode, errorOf, forgetFunctions, namesOf, ownFunction, receive, send, shareFolders } = require('./values.js');
const { Surroundings } = require('./surroundings.js');
const assert = require('assert');
const Module = require('module');
const vm = require('vm');

const CHANNEL = 3;
const TESTS = 'tests.js';
const KEPT_TESTS = 512;
const MAX_TEXT = 500;
const MAX_NAMES = 50;
const compiled = new Map();
const real = createRequire();

/** Thrown where the answer's process is gone. */
class Ended {}

/** What the answer threw, to be told from what the tests throw themselves. */
const fromAnswer = new WeakMap();

function createRequire() {
  return Module.createRequire('/runner/');
}

function thrown([names, text]) {
  const types = names.slice(0, MAX_NAMES).map((name) => String(name).slice(0, MAX_TEXT));
  const error = errorOf(types, String(text));
  fromAnswer.set(error, { types, message: String(text).slice(0, MAX_TEXT) });
  return error;
}

function missingModule(error) {
  return error?.code === 'MODULE_NOT_FOUND' ? /Cannot find module '([^']+)'/.exec(String(error.message))?.[1] : undefined;
}

/** Lets the answer call a function by its name or number. */
function ask(which, values) {
  send(CHANNEL, 'C' + JSON.stringify([which, values.map((value) => encode(value))]));
  for (;;) {
    const message = receive(CHANNEL);
    if (message[0] !== 0x56) throw new Ended();
    const reply = JSON.parse(message.subarray(1));
    if (reply.k !== undefined) {
      send(CHANNEL, 'C' + JSON.stringify({ k: calledBack(reply.k) }));
      continue;
    }
    (reply.w ?? []).forEach((content, place) => become(values[place], decode(content)));
    if (reply.p !== undefined) return 'v' in reply.p ? Promise.resolve(decode(reply.p.v)) : Promise.reject(thrown(reply.p.e));
    if (reply.e !== undefined) throw thrown(reply.e);
    return typeof reply.v === 'object' && reply.v !== null && '=' in reply.v ? values[reply.v['=']] : decode(reply.v);
  }
}

/** Calls a function of the tests that the answer was handed. */
function calledBack([number, values]) {
  try {
    const value = ownFunction(number)(...values.map(decode));
    if (value instanceof Promise) throw new TypeError('an asynchronous function of the tests cannot be called here');
    return { v: encode(value) };
  } catch (error) {
    if (error instanceof Ended) throw error;
    return { e: [error instanceof Error ? namesOf(error) : ['Error'], String(error?.message)] };
  }
}

function proxy(name) {
  return Object.defineProperty((...values) => ask(name, values), 'name', { value: name });
}

function program(source) {
  if (!compiled.has(source)) {
    if (compiled.size >= KEPT_TESTS) compiled.clear();
    compiled.set(source, vm.compileFunction(source, ['require', 'module', 'exports'], { filename: TESTS }));
  }
  return compiled.get(source);
}

function failed(error, source) {
  if (error instanceof Ended) return { status: 'ended' };
  const line = Number(new RegExp(TESTS.replace('.', '\\.') + ':(\\d+)').exec(String(error?.stack))?.[1] ?? 0);
  const text = (source.split('\n')[line - 1] ?? '').trim();
  const known = typeof error === 'object' && error !== null ? fromAnswer.get(error) : undefined;
  if (known !== undefined) return { status: 'completed', kind: 'exception', types: known.types, message: known.message, text };
  const missing = missingModule(error);
  if (missing !== undefined && source.includes(missing)) {
    return { status: 'tests', reason: `its test program needs a module that is not there: ${missing}`, shown: `require(${JSON.stringify(missing)})` };
  }
  const message = error instanceof assert.AssertionError
    ? String(error.message).split('\n').map((part) => part.trim()).filter((part) => part.length > 0).join(' ')
    : `${error?.name}: ${error?.message}`;
  return { status: 'completed', kind: 'failed', text, message: message.slice(0, 500) };
}

const ownImmediate = setImmediate;
const surroundings = new Surroundings();

/** Lets everything that waits for nothing but promises go on to its end. */
const quiet = () => new Promise((resolve) => ownImmediate(resolve));

async function run({ given, tests, names }) {
  const source = given === '' ? tests : given + '\n' + tests;
  const proxies = Object.fromEntries(names.map((name) => [name, proxy(name)]));
  const unhandled = [];
  const onRejection = (error) => unhandled.push(error);
  const answers = (path) => (path.startsWith('.') ? new Proxy(proxies, { get: (known, name) => known[name] ?? proxy(String(name)) }) : real(path));
  process.on('unhandledRejection', onRejection);
  forgetFunctions(ask);
  Object.assign(globalThis, proxies);
  // What only prints elsewhere is an assertion here.
  console.assert = (value, ...message) => assert(value, message.length > 0 ? message.join(' ') : undefined);
  try {
    const tested = { exports: {} };
    await program(source).call(tested.exports, answers, tested, tested.exports);
    await quiet();
    return unhandled.length > 0 ? failed(unhandled[0], source) : { status: 'completed', kind: 'held' };
  } catch (error) {
    return failed(error, source);
  } finally {
    surroundings.stop();
    await quiet();
    process.off('unhandledRejection', onRejection);
  }
}

/** Runs tests and tells, beside the result, whether they left something that cannot be undone. */
async function runAndRestore(request) {
  const result = await run(request);
  return surroundings.restore() ? result : { ...result, left: true };
}

async function main() {
  shareFolders();
  send(CHANNEL, 'ready');
  for (;;) {
    const message = receive(CHANNEL);
    send(CHANNEL, 'R' + JSON.stringify(await runAndRestore(JSON.parse(message.subarray(1)))));
  }
}

main();
