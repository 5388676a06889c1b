'use strict';
// Values between an answer and its tests: as JSON where JSON can tell them, everything else as {kind: content}.

const fs = require('fs');

/** Functions stay where they are: the other side has a stub, and a stub that comes home is the function itself. */
const functions = { own: [], numbers: new Map(), stubs: new Map(), theirs: new WeakMap(), invoke: undefined };

function forgetFunctions(invoke) {
  Object.assign(functions, { own: [], numbers: new Map(), stubs: new Map(), theirs: new WeakMap(), invoke });
}

function keep(value) {
  if (!functions.numbers.has(value)) {
    functions.numbers.set(value, functions.own.length);
    functions.own.push(value);
  }
  return functions.numbers.get(value);
}

function stub(number, name) {
  if (!functions.stubs.has(number)) {
    const { invoke } = functions;
    const call = Object.defineProperty((...values) => invoke(number, values), 'name', { value: name });
    functions.stubs.set(number, call);
    functions.theirs.set(call, number);
  }
  return functions.stubs.get(number);
}

const ownFunction = (number) => functions.own[number];

function encode(value, within = new Set()) {
  switch (typeof value) {
    case 'string': case 'boolean': return value;
    case 'number': return Number.isFinite(value) && !Object.is(value, -0) ? value : { n: Object.is(value, -0) ? '-0' : String(value) };
    case 'undefined': return { u: 1 };
    case 'bigint': return { i: value.toString() };
    case 'function': return functions.theirs.has(value) ? { g: functions.theirs.get(value) } : { f: [keep(value), String(value.name)] };
    case 'symbol': return { y: String(value.description) };
  }
  if (value === null) return null;
  if (within.has(value)) throw new RangeError('the value holds itself');
  within.add(value);
  try {
    return encodeObject(value, (item) => encode(item, within));
  } finally {
    within.delete(value);
  }
}

function encodeObject(value, inner) {
  const pairs = () => Object.keys(value).map((key) => [key, inner(value[key])]);
  if (Array.isArray(value)) return Array.from(value, inner);
  if (value instanceof Map) return { m: Array.from(Map.prototype.entries.call(value), ([key, item]) => [inner(key), inner(item)]) };
  if (value instanceof Set) return { s: Array.from(Set.prototype.values.call(value), inner) };
  if (value instanceof Date) return { t: Date.prototype.getTime.call(value) };
  if (value instanceof RegExp) return { r: [value.source, value.flags] };
  if (value instanceof Error) return { x: [namesOf(value), String(value.message)] };
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return { a: [Buffer.isBuffer(value) ? 'Buffer' : value.constructor.name, Array.from(value, inner)] };
  }
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return { w: inner(value.valueOf()) };
  const prototype = Object.getPrototypeOf(value);
  if (typeof value.next === 'function') {
    const next = () => keep((...values) => value.next(...values));
    if (typeof value[Symbol.iterator] === 'function') return { j: next() };
    if (typeof value[Symbol.asyncIterator] === 'function') return { h: next() };
  }
  if (prototype === null) return { l: pairs() };
  return prototype === Object.prototype ? { d: pairs() } : { o: [String(prototype.constructor?.name), pairs()] };
}

/** Gives a value the content of another one, in place where both are of the same kind; returns what is to stand there. */
function become(value, other) {
  const isPlain = (item) => typeof item === 'object' && item !== null && [Object.prototype, null].includes(Object.getPrototypeOf(item));
  if (Array.isArray(value) && Array.isArray(other)) {
    value.length = other.length;
    other.forEach((item, place) => { value[place] = become(value[place], item); });
    return value;
  }
  if (value instanceof Map && other instanceof Map) {
    const before = new Map(value);
    value.clear();
    for (const [key, item] of other) value.set(key, become(before.get(key), item));
    return value;
  }
  if (value instanceof Set && other instanceof Set) {
    value.clear();
    for (const item of other) value.add(item);
    return value;
  }
  if (!isPlain(value) || !isPlain(other)) return other;
  for (const key of Object.keys(value)) if (!Object.hasOwn(other, key)) delete value[key];
  for (const key of Object.keys(other)) {
    const item = become(Object.hasOwn(value, key) ? value[key] : undefined, other[key]);
    Object.defineProperty(value, key, { value: item, enumerable: true, writable: true, configurable: true });
  }
  return value;
}

const classes = new Map();

function decode(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  const kind = Object.keys(value)[0];
  const content = value[kind];
  const fill = (target, pairs) => {
    for (const [key, item] of pairs) Object.defineProperty(target, key, { value: decode(item), enumerable: true, writable: true, configurable: true });
    return target;
  };
  switch (kind) {
    case 'n': return Number(content);
    case 'u': return undefined;
    case 'i': return BigInt(content);
    case 'f': return stub(Number(content[0]), String(content[1]));
    case 'g': return ownFunction(content);
    case 'j': return Object.assign(Object.create(Iterator.prototype), { next: stub(Number(content), 'next') });
    case 'h': return { next: stub(Number(content), 'next'), [Symbol.asyncIterator]() { return this; } };
    case 'y': return Symbol(content);
    case 'm': return new Map(content.map(([key, item]) => [decode(key), decode(item)]));
    case 's': return new Set(content.map(decode));
    case 't': return new Date(decode(content));
    case 'r': return new RegExp(content[0], content[1]);
    case 'x': return errorOf(content[0], content[1]);
    case 'a': return content[0] === 'Buffer' ? Buffer.from(content[1]) : typedArray(content[0], content[1].map(decode));
    case 'w': return Object(decode(content));
    case 'l': return fill(Object.create(null), content);
    case 'd': return fill({}, content);
    case 'o': return fill(Object.create(classOf(content[0]).prototype), content[1]);
    default: throw new TypeError('no value');
  }
}

function typedArray(name, items) {
  const kind = /^(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array$/.test(name) ? globalThis[name] : undefined;
  if (kind === undefined) throw new TypeError('no value');
  return kind.from(items);
}

function classOf(name) {
  if (!classes.has(name)) {
    if (classes.size > 1000) classes.clear();
    classes.set(name, Object.defineProperty(class {}, 'name', { value: name }));
  }
  return classes.get(name);
}

/** The names of an error's class and of those it is derived from. */
function namesOf(error) {
  const names = [];
  for (let at = Object.getPrototypeOf(error); at && at !== Object.prototype && names.length < 16; at = Object.getPrototypeOf(at)) {
    if (typeof at.constructor?.name === 'string') names.push(at.constructor.name);
  }
  return names.length > 0 ? names : ['Error'];
}

const builtIn = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

/** An error of the nearest class that is known here; names and text say what it was. */
function errorOf(names, message) {
  const known = names.find((name) => Object.hasOwn(builtIn, name)) ?? 'Error';
  const error = new builtIn[known](String(message));
  if (names[0] !== known) Object.defineProperty(error, 'name', { value: String(names[0]), configurable: true, writable: true });
  return error;
}

// ------------------------------------------------------------------------------------------------ messages

function readExactly(descriptor, count) {
  const buffer = Buffer.allocUnsafe(count);
  for (let at = 0; at < count;) {
    const read = fs.readSync(descriptor, buffer, at, count - at, null);
    if (read === 0) process.reallyExit(0);
    at += read;
  }
  return buffer;
}

function receive(descriptor) {
  return readExactly(descriptor, readExactly(descriptor, 4).readUInt32LE(0));
}

function send(descriptor, text) {
  const body = Buffer.from(text);
  const frame = Buffer.allocUnsafe(4 + body.length);
  frame.writeUInt32LE(body.length, 0);
  body.copy(frame, 4);
  for (let at = 0; at < frame.length;) at += fs.writeSync(descriptor, frame, at, frame.length - at);
}

// ------------------------------------------------------------------------------------------------ files

/** Answer and tests are two users of one group: a folder that only its maker could open is opened for the other one. */
function shareFolders() {
  const { mkdtempSync, mkdtemp, promises } = fs;
  const made = promises.mkdtemp;
  const share = (folder) => { fs.chmodSync(folder, 0o770); return folder; };
  fs.mkdtempSync = (...values) => share(mkdtempSync(...values));
  fs.mkdtemp = (...values) => {
    const done = values.pop();
    mkdtemp(...values, (error, folder) => (error ? done(error) : done(null, share(folder))));
  };
  promises.mkdtemp = async (...values) => share(await made(...values));
}

module.exports = { become, decode, encode, errorOf, forgetFunctions, namesOf, ownFunction, receive, send, shareFolders };
