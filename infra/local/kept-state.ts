import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MailMessage } from './inbox.ts';
import type { Message } from './queue.ts';
import type { StreamPosition } from './stream-shards.ts';

/** What a deployment keeps between runs beside its table: AWS would hold these in the services themselves. */
export interface KeptState {
  readonly version: 1;
  /** The deployment's time when it stopped. */
  readonly now: string;
  /** The clock was never set, so the time spent stopped has passed as well. */
  readonly followsRealTime: boolean;
  readonly stream: StreamPosition;
  readonly queues: Readonly<Record<string, readonly Message[]>>;
  readonly mail: readonly MailMessage[];
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
  if (state.version !== 1)
    throw new Error(`${file} was written by another version; start with an empty --data folder.`);
  return state;
}

/** Replaced whole, so that a crash leaves the state before or after, never half of one. */
export function saveKeptState(directory: string, state: KeptState): void {
  const file = stateFile(directory);
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

function stateFile(directory: string): string {
  return join(directory, 'deployment.json');
}
