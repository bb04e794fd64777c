import { existsSync, readFileSync } from 'node:fs';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/**
 * The last line of a run, from Vitest's own report. A file that could not be loaded counts as one failure, and so does a
 * run that failed without a test to blame: a crash must never look like a pass.
 */
const [reportFile = '', exitStatus = '1'] = process.argv.slice(2);
const { passed, failed } = existsSync(reportFile) ? countsIn(reportFile) : { passed: 0, failed: 0 };
const failures = failed === 0 && exitStatus !== '0' ? 1 : failed;
process.stdout.write(`${passed} passed, ${failures} failed\n`);
process.exitCode = failures > 0 || passed === 0 ? 1 : 0;

function countsIn(file: string): { passed: number; failed: number } {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}
