'use strict';
// The answer's process: loads the answer and does the calls its tests ask for. Nothing here can decide whether it passed.

const { encode, decode, namesOf, receive, send } = require('./values.js');
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
  const { answer, names } = parse(receive(CHANNEL));
  let find;
  try {
    find = await load(answer, names);
  } catch (error) {
    reply(() => (error instanceof Unreadable ? { s: ['SyntaxError', error.message, error.line] } : threw(error)));
    return;
  }
  reply(() => ({ r: 1 }));
  for (;;) {
    const [name, values] = parse(receive(CHANNEL));
    let content;
    try {
      const called = find(name);
      if (typeof called !== 'function') throw new ReferenceError(`${name} is not defined`);
      const value = /^class\b/.test(Function.prototype.toString.call(called)) ? new called(...values.map(decode)) : called(...values.map(decode));
      content = value instanceof Promise ? { p: await settled(value) } : { v: encode(value) };
    } catch (error) {
      content = threw(error);
    }
    reply(() => content);
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
