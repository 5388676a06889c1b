'use strict';
// The answer's process: loads the answer and does the calls its tests ask for. Nothing here can decide whether it passed.

const { decode, encode, errorOf, forgetFunctions, namesOf, ownFunction, receive, send, shareFolders } = require('./values.js');
const vm = require('vm');

const CHANNEL = 3;
const MOST_RETURNED = 31 << 20;
const stringify = JSON.stringify;
const parse = JSON.parse;

function reply(content) {
  let text;
  try {
    text = stringify(content());
  } catch (error) {
    text = stringify({ e: [[error instanceof RangeError ? 'RangeError' : 'TypeError'], 'the returned value cannot be told: ' + String(error?.message)] });
  }
  send(CHANNEL, text.length > MOST_RETURNED ? '{"o":1}' : text);
}

function threw(error) {
  try {
    return error instanceof Error ? { e: [namesOf(error), String(error.message).slice(0, 500)] } : { e: [['Error'], 'threw ' + String(error).slice(0, 500)] };
  } catch {
    return { e: [['Error'], ''] };
  }
}

/** An answer that does not parse, to be told from one that throws while it is loaded. */
class Unreadable {
  constructor(error) {
    this.message = String(error.message).slice(0, 500);
    this.line = /(?:answer\.js|data:text\/javascript[^\s]*):(\d+)/.exec(String(error.stack))?.[1] ?? '1';
  }
}

/** Loads a script, or a module where the code is one, and returns what finds a name in it. */
async function load(source, names) {
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
  const known = names.filter((name) => isName.test(name));
  const asModule = { exports: {} };
  const found = known.map((name) => `${name}: typeof ${name} === 'undefined' ? undefined : ${name}`).join(', ');
  let script;
  try {
    script = vm.compileFunction(source + `\n;return {${found}};`, ['require', 'module', 'exports', '__filename', '__dirname'], { filename: 'answer.js' });
  } catch (error) {
    if (!/^\s*(?:import|export)\b/m.test(source)) throw new Unreadable(error);
  }
  if (script === undefined) {
    const loaded = await import('data:text/javascript,' + encodeURIComponent(source)).catch((error) => {
      throw error instanceof SyntaxError ? new Unreadable(error) : error;
    });
    return (name) => loaded[name] ?? loaded.default?.[name] ?? alone(loaded.default, name);
  }
  const declared = script.call(asModule.exports, require, asModule, asModule.exports, 'answer.js', '/tmp');
  return (name) => declared[name] ?? asModule.exports?.[name] ?? alone(asModule.exports, name);
}

/** Returns what is exported alone, under its name or without one; a function that is exported by default has this for a name. */
function alone(exported, name) {
  return typeof exported === 'function' && [name, '', 'default'].includes(exported.name) ? exported : undefined;
}

async function main() {
  shareFolders();
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
      const value = /^class\b/.test(Function.prototype.toString.call(called)) ? new called(...given) : called(...given);
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
