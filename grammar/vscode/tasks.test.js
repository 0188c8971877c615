'use strict';

const test = require('node:test');
const assert = require('node:assert/strict');
const { argumentsOf, tasksOf } = require('./tasks');

test('a task becomes the command line of its verb', () => {
  assert.deepEqual(argumentsOf({ verb: 'verify' }), ['verify']);
  assert.deepEqual(argumentsOf({ verb: 'run', file: 'a b.goal', goal: 'x', arguments: ['--isolate'] }), ['run', 'a b.goal', '--goal', 'x', '--isolate']);
});

test('each goal file can be verified and run', () => {
  assert.deepEqual(tasksOf(['a.goal']), [{ type: 'goal', verb: 'verify', file: 'a.goal' }, { type: 'goal', verb: 'run', file: 'a.goal' }]);
});

test('the language client can be loaded, and is the one that the lock file names', () => {
  const locked = require('./package-lock.json').packages['node_modules/vscode-languageclient'].version;
  assert.equal(require('vscode-languageclient/package.json').version, locked);
  assert.equal(require('./package.json').dependencies['vscode-languageclient'], locked);
});
