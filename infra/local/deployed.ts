import type { FunctionName, ScheduleName } from '../../functions/manifest.ts';
import type { ViesDouble } from './aws/vies.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { DeploymentClock } from './deployment-clock.ts';
import type { PublishedEvent } from './event-bus.ts';
import type { Inbox } from './inbox.ts';
import type { Prepared } from './prepare.ts';

/** The manifest, deployed to this machine. */
export interface LocalDeployment {
  readonly url: string;
  readonly tableName: string;
  readonly dynamodbEndpoint: string;
  readonly clock: DeploymentClock;
  readonly inbox: Inbox;
  readonly deadLetters: DeadLetters;
  readonly vies: ViesDouble;
  readonly prepared: Prepared;
  events(): readonly PublishedEvent[];
  /** Waits until everything that was caused so far has had its effects: stream, queues, mail, events. */
  settle(): Promise<void>;
  /** Runs a schedule at the clock's time, settles, and answers what its function returned. */
  runSchedule(name: ScheduleName): Promise<unknown>;
  /** Calls a function as Lambda would, JSON in and out. */
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** What the local routes work with: a deployment that may not be prepared yet. */
export type Deployed = Omit<LocalDeployment, 'prepared'>;
