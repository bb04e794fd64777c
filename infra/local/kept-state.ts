import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AsynchronousEvent } from './asynchronous.ts';
import type { HeldLetter } from './dead-letters.ts';
import type { Message } from './queue.ts';
import type { StreamPosition } from './stream-shards.ts';

/** What a deployment keeps between runs beside its table and its inbox: AWS would hold these in the services themselves. */
export interface KeptState {
  readonly version: 2;
  /** The deployment's time. */
  readonly now: string;
  /** The real time then; absent once the deployment has stopped in order, and its clock with it. */
  readonly runningAt?: string;
  /** Schedules have run up to this instant, or their events are among those below. */
  readonly dueFrom: string;
  /** The clock was never set, so the time spent stopped has passed as well. */
  readonly followsRealTime: boolean;
  readonly stream: StreamPosition;
  readonly queues: Readonly<Record<string, readonly Message[]>>;
  readonly events: readonly AsynchronousEvent[];
  readonly deadLetters: Readonly<Record<string, readonly HeldLetter[]>>;
}

export function loadKeptState(directory: string): KeptState | undefined {
  const file = stateFile(directory);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const state = JSON.parse(text) as KeptState;
  if (state.version !== 2)
    throw new Error(`${file} was written by another version; start with an empty --data folder.`);
  return state;
}

/**
 * Replaced whole, so that a crash leaves the state before or after, never half of one. What is written outlives this
 * process as it is; `toDisk` waits until it would outlive the machine too, which takes longer.
 */
export function saveKeptState(directory: string, state: KeptState, { toDisk }: { toDisk: boolean }): void {
  const file = stateFile(directory);
  const written = openSync(`${file}.new`, 'w');
  try {
    writeFileSync(written, JSON.stringify(state));
    if (toDisk) fsyncSync(written);
  } finally {
    closeSync(written);
  }
  renameSync(`${file}.new`, file);
}

function stateFile(directory: string): string {
  return join(directory, 'deployment.json');
}
