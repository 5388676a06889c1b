'use strict';

// The map of files that jest begins with. It is made without reading all sources of a repository for what they import, which only finding the tests of a
// change needs: so the files that are read before the first test are those that have a say in it.

const { createRequire } = require('node:module');

const { find } = require('./eval_results.js');
const { default: HasteMap } = createRequire(createRequire(find('jest')).resolve('@jest/core'))('jest-haste-map');

module.exports = class extends HasteMap {
  constructor(options) {
    return HasteMap.create({ ...options, hasteMapModulePath: undefined, computeDependencies: false });
  }
};
