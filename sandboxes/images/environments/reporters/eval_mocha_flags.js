'use strict';

// Tells what a repository's settings have mocha start Node with ('node-option' and its like), as mocha's own command finds it out.

const child = require('node:child_process');
const fs = require('node:fs');

const { find } = require('./eval_results.js');

const CHANNEL = 3;

function tell(flags) {
  fs.writeSync(CHANNEL, JSON.stringify(flags));
  process.exit(0);
}

// The command starts Node with them and what it goes on with, or else goes on in its own process. An option's value may be a word of its own.
const GOES_ON = find('mocha/lib/cli/cli.js');
child.spawn = (_, args) => tell(args.slice(0, args.indexOf(GOES_ON)));
require.cache[GOES_ON] = { exports: { main: () => tell([]) } };
require(find('mocha/bin/mocha.js'));
