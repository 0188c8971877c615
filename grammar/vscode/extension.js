// The client: it starts 'dotnet goal lsp', which does all that has to do with the language, and runs the other verbs as tasks.
'use strict';

const vscode = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');
const { argumentsOf, tasksOf } = require('./tasks');

const language = 'goal';
let client;

/** The words of the tool's command line. */
function command() {
  const words = vscode.workspace.getConfiguration('goalbuild').get('command');
  return Array.isArray(words) && words.length > 0 ? words : ['dotnet', 'goal'];
}

async function start() {
  const [program, ...words] = command();
  const run = { command: program, args: [...words, 'lsp'], transport: TransportKind.stdio };
  client = new LanguageClient('goalbuild', 'GoalBuild', { run, debug: run }, {
    documentSelector: [{ language }],
    // Verify and Run above each goal are commands of this extension.
    initializationOptions: { commands: true },
  });
  try {
    await client.start();
  } catch (error) {
    const install = 'Show How to Install';
    const choice = await vscode.window.showErrorMessage(
      `'${[program, ...words, 'lsp'].join(' ')}' cannot be started: ${error.message}. Colours work without it; for all else, install the .NET tool dotnet-goal.`, install);
    if (choice === install) {
      await vscode.window.showInformationMessage('dotnet tool install --global dotnet-goal', { modal: true });
    }
  }
}

async function stop() {
  const old = client;
  client = undefined;
  if (old?.isRunning()) {
    await old.stop();
  }
}

/** A task of a definition: 'dotnet goal verify a.goal --goal name'. */
function taskOf(definition, scope) {
  const [program, ...words] = command();
  const task = new vscode.Task(
    definition, scope, [definition.verb, definition.file, definition.goal].filter(Boolean).join(' '), language,
    new vscode.ProcessExecution(program, [...words, ...argumentsOf(definition)]), '$goal');
  task.group = definition.verb === 'verify' ? vscode.TaskGroup.Test : undefined;
  return task;
}

/** Runs a verb on the goal of a lens, or on the file that is open. */
async function runVerb(verb, file, goal) {
  const uri = file ? vscode.Uri.file(file) : vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== 'file') {
    vscode.window.showInformationMessage('Open a .goal file that is saved first.');
    return;
  }

  // The tool reads the file from the disk.
  await vscode.workspace.openTextDocument(uri).then(document => document.isDirty ? document.save() : true);
  const definition = { type: language, verb, file: uri.fsPath, ...(goal ? { goal } : {}) };
  await vscode.tasks.executeTask(taskOf(definition, vscode.workspace.getWorkspaceFolder(uri) ?? vscode.TaskScope.Workspace));
}

async function activate(context) {
  const register = (name, handler) => context.subscriptions.push(vscode.commands.registerCommand(name, handler));
  register('goalbuild.verify', (file, goal) => runVerb('verify', typeof file === 'string' ? file : undefined, goal));
  register('goalbuild.run', (file, goal) => runVerb('run', typeof file === 'string' ? file : undefined, goal));
  register('goalbuild.report', () => runVerb('report'));
  register('goalbuild.restart', async () => { await stop(); await start(); });
  context.subscriptions.push(
    vscode.tasks.registerTaskProvider(language, {
      async provideTasks() {
        const files = await vscode.workspace.findFiles('**/*.goal', '**/{bin,obj,node_modules,.goal}/**', 100);
        return tasksOf(files.map(file => vscode.workspace.asRelativePath(file, false)))
          .map((definition, index) => taskOf(definition, vscode.workspace.getWorkspaceFolder(files[Math.floor(index / 2)]) ?? vscode.TaskScope.Workspace));
      },
      resolveTask: task => task.definition.verb ? taskOf(task.definition, task.scope ?? vscode.TaskScope.Workspace) : undefined,
    }),
    vscode.workspace.onDidChangeConfiguration(async change => {
      if (change.affectsConfiguration('goalbuild.command')) {
        await stop();
        await start();
      }
    }));
  await start();
}

module.exports = { activate, deactivate: stop };
