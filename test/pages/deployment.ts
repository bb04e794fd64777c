import { randomUUID } from 'node:crypto';
import { type DeploymentOptions, type LocalDeployment, startDeployment } from '../../infra/local/deployment.ts';
import { dynamoDbOfThisFile } from '../support/dynamodb-of-this-file.ts';
import type { Visited, Visitor } from './visitor.ts';

export const OPERATOR_KEY = 'operator-key-of-this-test';

/** A deployment whose pages a test file opens, on 15 January 2026 unless it says otherwise. */
export function startPages(options: Partial<DeploymentOptions> = {}): Promise<LocalDeployment> {
  return startDeployment({
    clock: '2026-01-15T08:00:00.000Z',
    captcha: 'off',
    operatorKey: OPERATOR_KEY,
    dynamodbEndpoint: dynamoDbOfThisFile(),
    tableName: `pages-${randomUUID()}`,
    ...options,
  });
}

/** Pays what was ordered with a card that works, and answers where that leads. */
export async function payByCard(
  deployment: LocalDeployment,
  visitor: Visitor,
  { location }: Pick<Visited, 'location'>,
): Promise<Visited> {
  const path = new URL(location ?? '').pathname;
  const paid = await visitor.submit(await visitor.get(path), path, { card: '4242 4242 4242 4242' });
  await deployment.settle();
  return paid;
}
