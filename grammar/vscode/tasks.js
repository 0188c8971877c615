// What a task runs, apart from the editor, so that it can be tested without one.
'use strict';

/** The arguments of 'dotnet goal' for a task's definition. */
function argumentsOf({ verb, file, goal, arguments: more }) {
  return [verb, ...(file ? [file] : []), ...(goal ? ['--goal', goal] : []), ...(more ?? [])];
}

/** The tasks that are offered for goal files: each can be verified and run. */
function tasksOf(files) {
  return files.flatMap(file => ['verify', 'run'].map(verb => ({ type: 'goal', verb, file })));
}

module.exports = { argumentsOf, tasksOf };
