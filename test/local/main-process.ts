import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const main = new URL('../../infra/local/main.ts', import.meta.url).pathname;
const running: ChildProcess[] = [];

export interface Started {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
}

/** Runs the program that `npm start` runs, in a process of its own. */
export function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [main, '--no-seed', ...args], { env: { ...process.env, ...environment } });
  running.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  return { child, output };
}

/** The one line it prints with `--json`. */
export async function ready({
  child,
  output,
}: Started): Promise<{ url: string; dynamodb_endpoint: string; now: string }> {
  while (!output.stdout.includes('\n')) {
    if (child.exitCode !== null) throw new Error(output.stderr);
    await sleep(50);
  }
  return JSON.parse(output.stdout);
}

export function killAll(): void {
  for (const child of running.splice(0)) child.kill('SIGKILL');
}
