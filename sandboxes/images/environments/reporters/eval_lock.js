'use strict';

// Loaded into a process of tests before anything of the repository: what is assigned to Node's assertions and tests later changes nothing.

const assert = require('node:assert');

for (const api of [assert, assert.strict, require('node:test')]) {
  for (const name of Object.getOwnPropertyNames(api)) {
    const { value, configurable } = Object.getOwnPropertyDescriptor(api, name);
    if (typeof value === 'function' && configurable) Object.defineProperty(api, name, { value, writable: false, configurable: false });
  }
}
