import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { type DeploymentOptions, type LocalDeployment, startDeployment } from '../../infra/local/deployment.ts';
import type { Handlers } from '../../infra/local/functions.ts';

/** A deployment whose functions are the test's own, with a table of its own. */
export function startStubbed(handlers: Handlers, options: DeploymentOptions = {}): Promise<LocalDeployment> {
  return startDeployment({
    dynamodbEndpoint: inject('dynamodbEndpoint'),
    tableName: `local-${randomUUID()}`,
    clock: '2026-01-15T08:00:00Z',
    handlers: { 'night-planner': async () => undefined, ...handlers },
    prepare: async () => ({ signIns: [] }),
    ...options,
  });
}
