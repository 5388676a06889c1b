'use strict';
// The answer's process: loads the answer and does the calls its tests ask for. Nothing here can decide whether it passed.

const { Unreadable, isClass, load } = require('./loader.js');
const { decode, encode, errorOf, forgetFunctions, namesOf, ownFunction, receive, send, shareFolders } = require('./values.js');
const { syncBuiltinESMExports } = require('module');
const threads = require('worker_threads');

const CHANNEL = 3;
const THREAD_CODE_MIB = 16;
const MAX_RETURNED = 31 << 20;
const stringify = JSON.stringify;
const parse = JSON.parse;

function reply(content) {
  let text;
  try {
    text = stringify(content());
  } catch (error) {
    text = stringify({ e: [[error instanceof RangeError ? 'RangeError' : 'TypeError'], 'the returned value cannot be told: ' + String(error?.message)] });
  }
  send(CHANNEL, text.length > MAX_RETURNED ? '{"o":1}' : text);
}

function threw(error) {
  try {
    return error instanceof Error ? { e: [namesOf(error), String(error.message).slice(0, 500)] } : { e: [['Error'], 'threw ' + String(error).slice(0, 500)] };
  } catch {
    return { e: [['Error'], ''] };
  }
}

/** Each thread reserves half a GiB for code where nobody says otherwise, and what is reserved counts as memory that was taken. */
function reserveLessForThreads() {
  threads.Worker = class Worker extends threads.Worker {
    constructor(file, options) {
      super(file, { ...options, resourceLimits: { codeRangeSizeMb: THREAD_CODE_MIB, ...options?.resourceLimits } });
    }
  };
  syncBuiltinESMExports();
}

async function main() {
  shareFolders();
  reserveLessForThreads();
  const { answer, names } = parse(receive(CHANNEL));
  let find;
  try {
    find = await load(answer, names);
  } catch (error) {
    reply(() => (error instanceof Unreadable ? { s: ['SyntaxError', error.message, error.line] } : threw(error)));
    return;
  }
  forgetFunctions(askTests);
  reply(() => ({ r: 1 }));
  for (;;) {
    const content = perform(parse(receive(CHANNEL)));
    const done = content.p instanceof Promise ? { p: await settled(content.p) } : content;
    reply(() => done);
  }

  /** Lets the tests call a function of theirs, and does what they ask for meanwhile. */
  function askTests(number, values) {
    reply(() => ({ k: [number, values.map((value) => encode(value))] }));
    for (;;) {
      const message = parse(receive(CHANNEL));
      if (message.k === undefined) {
        const content = perform(message);
        reply(() => (content.p instanceof Promise ? threw(new TypeError('the tests cannot wait here')) : content));
      } else if ('v' in message.k) {
        return decode(message.k.v);
      } else {
        throw errorOf(message.k.e[0], message.k.e[1]);
      }
    }
  }

  /** Calls a function by its name or number; what it did to its arguments is told where it did something. */
  function perform([which, values]) {
    try {
      const called = typeof which === 'number' ? ownFunction(which) : find(which);
      if (typeof called !== 'function') throw new ReferenceError(`${which} is not defined`);
      const given = values.map(decode);
      const value = isClass(called) ? new called(...given) : called(...given);
      const place = typeof value === 'object' && value !== null ? given.indexOf(value) : -1;
      const content = value instanceof Promise ? { p: value } : { v: place < 0 ? encode(value) : { '=': place } };
      const changed = values.some((item) => typeof item === 'object' && item !== null) ? given.map((item) => encode(item)) : values;
      return changed !== values && stringify(changed) !== stringify(values) ? { ...content, w: changed } : content;
    } catch (error) {
      return threw(error);
    }
  }
}

async function settled(promise) {
  try {
    return { v: encode(await promise) };
  } catch (error) {
    return threw(error);
  }
}

main();
