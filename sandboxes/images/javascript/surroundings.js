'use strict';
// What tests may leave behind in their process, which lives as long as the container: timers, global names, replaced parts of the language. An answer
// decides where tests break off, and so what they leave; the tests of the next one must not find it.

const timersModule = require('timers');

const STANDARD = [
  'Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Math', 'JSON', 'Reflect', 'Date', 'RegExp', 'Promise', 'Map', 'Set',
  'WeakMap', 'WeakSet', 'Iterator', 'Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'Intl', 'console',
];
const TIMERS = [['setTimeout', clearTimeout], ['setInterval', clearInterval], ['setImmediate', clearImmediate]];

/** Knows what was there before any tests ran. */
class Surroundings {
  constructor() {
    this.timers = new Map();
    for (const [name, clear] of TIMERS) this.watch(name, clear);
    const objects = [globalThis, ...STANDARD.flatMap((name) => [globalThis[name], globalThis[name].prototype]).filter((object) => object !== undefined)];
    // Some of what is global is made when it is first looked at, and leaves names of its own there.
    Object.getOwnPropertyDescriptors(globalThis);
    this.known = objects.map((object) => [object, Object.getOwnPropertyDescriptors(object)]);
    this.resources = process.getActiveResourcesInfo().length;
  }

  watch(name, clear) {
    const own = globalThis[name];
    const watched = (...values) => {
      const timer = own(...values);
      this.timers.set(timer, clear);
      return timer;
    };
    Object.defineProperties(watched, Object.getOwnPropertyDescriptors(own));
    globalThis[name] = timersModule[name] = watched;
  }

  /** Stops what tests have left to run later. */
  stop() {
    this.timers.forEach((clear, timer) => clear(timer));
    this.timers.clear();
  }

  /** Undoes what tests have left changed; returns whether all is as it was. */
  restore() {
    try {
      this.stop();
      for (const [object, known] of this.known) {
        for (const key of Reflect.ownKeys(object)) if (!Object.hasOwn(known, key)) delete object[key];
        for (const key of Reflect.ownKeys(known)) if (!isSame(Object.getOwnPropertyDescriptor(object, key), known[key])) Object.defineProperty(object, key, known[key]);
      }
      return process.getActiveResourcesInfo().length <= this.resources;
    } catch {
      return false;
    }
  }
}

function isSame(one, other) {
  return one !== undefined && Object.is(one.value, other.value) && one.get === other.get && one.set === other.set && one.configurable === other.configurable;
}

module.exports = { Surroundings };
