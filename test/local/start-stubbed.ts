import { randomUUID } from 'node:crypto';

import { type DeploymentOptions, type LocalDeployment, startDeployment } from '../../infra/local/deployment.ts';
import type { Handlers } from '../../infra/local/functions.ts';
import { dynamoDbOfThisFile } from '../support/dynamodb-of-this-file.ts';

/** A deployment whose functions are the test's own, with a table of its own. */
export function startStubbed(handlers: Handlers, options: DeploymentOptions = {}): Promise<LocalDeployment> {
  return startDeployment({
    dynamodbEndpoint: dynamoDbOfThisFile(),
    tableName: `local-${randomUUID()}`,
    clock: '2026-01-15T08:00:00Z',
    handlers: { 'night-planner': async () => undefined, ...handlers },
    prepare: async () => ({ signIns: [] }),
    ...options,
  });
}
