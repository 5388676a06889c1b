'use strict';
// Loads an answer as the kind of program that it is, and finds in it what the tests call.

const { registerHooks } = require('module');
const vm = require('vm');

const SCRIPT = 'answer.js';
const MODULE = 'file:///tmp/answer.mjs';
const MODULE_SYNTAX = /^\s*(?:import\b(?!\s*\()|export\b)|\bimport\.meta\b/m;
const DECLARED = 'evalDeclared';
const PARAMETERS = ['require', 'module', 'exports', '__filename', '__dirname'];
const MAX_DECLARED = 100;
const MAX_DEPTH = 2;
const HOLDER = /^(?:export\s+(?:default\s+)?)?(?:class|const|let|var)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu;
const IS_NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const RESERVED = new Set((
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in '
  + 'instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield'
).split(' '));
const TEST_WORDS = 'describe it test suite context specify before after beforeEach afterEach beforeAll afterAll expect'.split(' ');
const LANGUAGE = new Set([Object, Function, Array, Map, Set, Promise, Date, RegExp, Error].map((type) => type.prototype));
const AsyncFunction = (async () => {}).constructor;

/** An answer that does not parse, to be told from one that throws while it is loaded. */
class Unreadable {
  constructor(error) {
    this.message = String(error.message).slice(0, 500);
    this.line = /answer\.m?js:(\d+)/.exec(String(error.stack))?.[1] ?? '1';
  }
}

/** What may be called, made and looked into without end, and does nothing. */
const nothing = new Proxy(function () {}, {
  get: (target, key) => (key === 'then' ? undefined : key === Symbol.toPrimitive ? () => '' : nothing),
  apply: () => nothing,
  construct: () => nothing,
});

/** Loads a script, a module, or a script that waits at its top level, and returns what finds a function in it. */
async function load(answer, names) {
  // Tests that an answer brings along are none of it, and their runner is not here.
  for (const word of TEST_WORDS) Object.defineProperty(globalThis, word, { value: nothing, writable: true, configurable: true });
  const source = answer.replace(/^#!/, '//');
  const known = [...new Set([...names, ...Array.from(source.matchAll(HOLDER), (match) => match[1])])];
  const visible = known.filter((name) => IS_NAME.test(name) && !RESERVED.has(name)).slice(0, MAX_DECLARED);
  const found = `{${visible.map((name) => `${name}: typeof ${name} === 'undefined' ? undefined : ${name}`).join(', ')}}`;
  const body = `${source}\n;return ${found};`;
  const given = Object.fromEntries(visible.map((name) => [name, globalThis[name]]));
  const asModule = { exports: {} };
  const values = [requireFor(asModule), asModule, asModule.exports, SCRIPT, '/tmp'];
  const start = (script) => script.call(asModule.exports, ...values);
  let script;
  try {
    script = vm.compileFunction(body, PARAMETERS, { filename: SCRIPT, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
  } catch (error) {
    if (MODULE_SYNTAX.test(source)) {
      // Pieces of an answer may be of either kind.
      PARAMETERS.forEach((name, place) => Object.defineProperty(globalThis, name, { value: values[place], writable: true, configurable: true }));
      const loaded = await importText(`${source}\n;export const ${DECLARED} = ${found};`);
      return finder(withoutGiven(loaded[DECLARED], given), loaded, loaded.default, asModule.exports);
    }
    script = waiting(body, error);
  }
  const declared = withoutGiven(await start(script), given);
  return finder(declared, asModule.exports, asModule.exports?.default);
}

/** Other files of an answer stand in front of it: what they exported by then is what it asks for. */
function requireFor(asModule) {
  const requireLocal = (path) => {
    try {
      return require(path);
    } catch (error) {
      if (error?.code !== 'MODULE_NOT_FOUND' || !String(path).startsWith('.')) throw error;
      return asModule.exports;
    }
  };
  return Object.assign(requireLocal, require);
}

/** What every program has under a name is not the answer's. */
function withoutGiven(declared, given) {
  return { __proto__: null, ...Object.fromEntries(Object.entries(declared ?? {}).filter(([name, value]) => value !== given[name])) };
}

/** Compiles a script that may wait at its top level; where that does not help either, the first error says what is wrong. */
function waiting(body, first) {
  try {
    return new AsyncFunction(...PARAMETERS, body);
  } catch {
    throw new Unreadable(first);
  }
}

async function importText(source) {
  const itself = { url: MODULE, format: 'module', shortCircuit: true };
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === MODULE) return itself;
      try {
        return next(specifier, context);
      } catch (error) {
        if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !specifier.startsWith('.')) throw error;
        return itself;
      }
    },
    load: (url, context, next) => (url === MODULE ? { source, format: 'module', shortCircuit: true } : next(url, context)),
  });
  try {
    return await import(MODULE);
  } catch (error) {
    throw error instanceof SyntaxError ? new Unreadable(error) : error;
  } finally {
    hooks.deregister();
  }
}

/**
 * Finds a function: by its name at the top level, as a member of what is exported, as that itself, whatever its own name is, or as the one
 * member or method of that name in what stands at the top level or is exported.
 */
function finder(declared, ...exported) {
  const found = new Map();
  const wholes = exported.filter((value) => typeof value === 'function' && !isClass(value));
  const find = (name) => {
    const candidates = [declared[name], ...exported.map((owner) => member(owner, name)), ...wholes];
    return candidates.find((value) => typeof value === 'function') ?? onlyMember([...Object.values(declared), ...exported], name);
  };
  return (name) => {
    if (!found.has(name)) found.set(name, find(name));
    return found.get(name);
  };
}

/** Returns the function that is the only one with its name in some objects and classes, and in those that they hold. */
function onlyMember(owners, name) {
  const seen = new Set();
  const functions = new Map();
  const look = (owner, depth) => {
    if (!canHold(owner) || seen.has(owner)) return;
    seen.add(owner);
    const isMethod = isClass(owner) && owner.length === 0 && own(owner, name) === undefined;
    const value = own(isMethod ? owner.prototype : owner, name);
    // A class that can be made without arguments: each call has an object of its own.
    if (value !== undefined) functions.set(value, isMethod ? (...values) => new owner()[name](...values) : member(owner, name));
    if (depth < MAX_DEPTH) Object.values(owner).forEach((inner) => look(inner, depth + 1));
  };
  owners.forEach((owner) => look(owner, 0));
  return functions.size === 1 ? [...functions.values()][0] : undefined;
}

/** Returns the function that an object, or a class of its own, has under a name; not what the language gives every object. */
function own(owner, name) {
  for (let at = owner; at !== null && !LANGUAGE.has(at); at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, name)) return typeof owner[name] === 'function' ? owner[name] : undefined;
  }
  return undefined;
}

function member(owner, name) {
  const value = canHold(owner) ? own(owner, name) : undefined;
  return value === undefined || isClass(value) ? value : (...values) => value.apply(owner, values);
}

function canHold(value) {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

function isClass(value) {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
}

module.exports = { Unreadable, isClass, load };
