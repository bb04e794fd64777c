import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { findJava, MissingJava } from './java.ts';

export interface DynamoDbLocal {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export interface DynamoDbLocalOptions {
  /** Folder the tables are kept in between runs; in memory without it. */
  readonly directory?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

const START_SECONDS = 30;
const PORT_ATTEMPTS = 3;

/** Starts AWS's DynamoDB Local and answers once it, and no other program on its port, answers. */
export async function startDynamoDbLocal(options: DynamoDbLocalOptions = {}): Promise<DynamoDbLocal> {
  const java = findJava(options.environment);
  mkdirSync(workingFolder(options.directory), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const started = await startOn(await freePort(), java, options.directory);
    if (started !== 'port-taken') return started;
    if (attempt === PORT_ATTEMPTS) throw new Error('DynamoDB Local found no free port.');
  }
}

async function startOn(
  port: number,
  java: string,
  directory: string | undefined,
): Promise<DynamoDbLocal | 'port-taken'> {
  const endpoint = `http://127.0.0.1:${port}`;
  const token = `http://${randomUUID()}.invalid`;
  const emulator = spawnGuarded(java, javaArguments(port, token, directory), workingFolder(directory));
  const deadline = Date.now() + START_SECONDS * 1000;
  while (Date.now() < deadline) {
    if (emulator.output().includes('BindException')) {
      await emulator.stop();
      return 'port-taken';
    }
    if (emulator.hasExited()) throw startFailure(java, emulator.output());
    if (await answersWith(endpoint, token)) return { endpoint, stop: emulator.stop };
    await sleep(50);
  }
  await emulator.stop();
  throw new Error(`DynamoDB Local did not answer within ${START_SECONDS} s. It said:\n${emulator.output()}`);
}

/** The emulator leaves a small file where it runs, which is not to be the folder someone happens to start it from. */
function workingFolder(directory: string | undefined): string {
  return directory === undefined ? join(tmpdir(), 'seatledger-dynamodb-local') : resolve(directory);
}

function startFailure(java: string, output: string): Error {
  return /UnsupportedClassVersionError|Unable to locate a Java Runtime|Unrecognized (VM )?option/.test(output)
    ? new MissingJava(`${java} is not a Java that can run it.`)
    : new Error(`DynamoDB Local did not start. It said:\n${output}`);
}

function javaArguments(port: number, token: string, directory: string | undefined): string[] {
  const simulator = dirname(createRequire(import.meta.url).resolve('amplify-dynamodb-simulator/package.json'));
  return [
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    // Its native SQLite stands beside its jars, where it looks by itself.
    '-jar',
    join(simulator, 'emulator', 'DynamoDBLocal.jar'),
    '-disableTelemetry',
    '-sharedDb',
    ...['-port', String(port)],
    ...['-cors', token],
    ...(directory === undefined ? ['-inMemory'] : ['-dbPath', resolve(directory)]),
  ];
}

/**
 * Whether the process that was given `token` as its only allowed origin is the one answering. On a taken port the JVM
 * hangs instead of exiting, and another DynamoDB Local would answer in its place.
 */
async function answersWith(endpoint: string, token: string): Promise<boolean> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        origin: token,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: '{}',
      signal: AbortSignal.timeout(5000),
    });
    await response.arrayBuffer();
    return response.ok && response.headers.get('access-control-allow-origin') === token;
  } catch {
    return false;
  }
}

interface Emulator {
  output(): string;
  hasExited(): boolean;
  stop(): Promise<void>;
}

/**
 * A shell that runs Java and ends it when its own standard input closes. The pipe's other end is this process, so Java
 * goes with it however it ends: Ctrl-C, an exception, or a SIGKILL that no handler sees.
 */
const GUARD = `exec 3<&0
"$@" </dev/null 3<&- &
java=$!
( read -r _ <&3; kill "$java" 2>/dev/null ) &
guard=$!
wait "$java"
kill "$guard" 2>/dev/null`;

function spawnGuarded(java: string, javaArgs: string[], cwd: string): Emulator {
  const [program, args]: [string, string[]] =
    process.platform === 'win32' ? [java, javaArgs] : ['/bin/sh', ['-c', GUARD, 'sh', java, ...javaArgs]];
  // Detached, so that Ctrl-C in a terminal reaches this process alone and it can finish its writes first.
  const child = spawn(program, args, { cwd, stdio: ['pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.stdin.on('error', () => undefined);
  child.on('error', (error) => collect(Buffer.from(String(error))));
  for (const handle of [child, child.stdin, child.stdout, child.stderr]) unref(handle);
  const endWithProcess = (): void => void child.kill();
  if (process.platform === 'win32') process.once('exit', endWithProcess);
  return {
    output: () => output,
    hasExited: () => hasExited(child),
    stop: async () => {
      process.off('exit', endWithProcess);
      if (process.platform === 'win32') child.kill();
      else child.stdin.end();
      const deadline = Date.now() + 5000;
      while (!hasExited(child) && Date.now() < deadline) await sleep(10);
    },
  };
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Lets a process that forgot to stop the emulator end by itself, which closes the pipe and so ends the emulator. */
function unref(handle: unknown): void {
  (handle as { unref?: () => void }).unref?.();
}
