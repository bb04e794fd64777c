import type { QueueName } from '../../functions/manifest.ts';
import type { BackEnd } from './back-end.ts';
import type { DeploymentClock } from './deployment-clock.ts';
import { type KeptState, saveKeptState } from './kept-state.ts';
import type { ShardReader } from './stream-shards.ts';

export interface KeepStateOptions {
  readonly directory: string;
  readonly clock: DeploymentClock;
  readonly backEnd: BackEnd;
  readonly reader: ShardReader;
}

const SAVE_MILLISECONDS = 2000;
const SAME_TIME_MILLISECONDS = 5000;

/** Saves what AWS would keep beside the table, now and then and when the answer is called. */
export function keepState({ directory, clock, backEnd, reader }: KeepStateOptions): () => void {
  const save = (): void => {
    const queues = Object.entries(backEnd.queues).map(([name, queue]) => [name, queue.pending()]);
    saveKeptState(directory, {
      version: 1,
      now: clock.now(),
      followsRealTime: Math.abs(clock.nowMs() - Date.now()) < SAME_TIME_MILLISECONDS,
      stream: reader.position(),
      queues: Object.fromEntries(queues),
      mail: backEnd.inbox.messages(),
    });
  };
  const timer = setInterval(save, SAVE_MILLISECONDS);
  return () => {
    clearInterval(timer);
    save();
  };
}

export function restoreState(backEnd: BackEnd, kept: KeptState): void {
  for (const [name, queue] of Object.entries(backEnd.queues)) queue.restore(kept.queues[name as QueueName] ?? []);
  backEnd.inbox.restore(kept.mail);
}
