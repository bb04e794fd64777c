import { randomUUID } from 'node:crypto';

import { type ApiClient, apiClient } from '../../infra/local/api-client.ts';
import { type DeploymentOptions, type LocalDeployment, startDeployment } from '../../infra/local/deployment.ts';
import { forgetCatalogue } from '../../lib/store/catalogue.ts';
import { withBooks } from '../support/books.ts';
import { dynamoDbOfThisFile } from '../support/dynamodb-of-this-file.ts';

export const OPERATOR_KEY = 'operator-key-of-this-test';

export interface Deployed {
  readonly deployment: LocalDeployment;
  readonly anyone: ApiClient;
  readonly operator: ApiClient;
}

/** A deployment with a table of its own. Functions are loaded when they are called. */
export async function deploy(options: Partial<DeploymentOptions> = {}): Promise<Deployed> {
  forgetCatalogue();
  const deployment = withBooks(
    await startDeployment({
      handlers: {},
      dynamodbEndpoint: dynamoDbOfThisFile(),
      tableName: `t-${randomUUID()}`,
      operatorKey: OPERATOR_KEY,
      captcha: 'off',
      ...options,
    }),
  );
  const anyone = apiClient(deployment.url);
  return { deployment, anyone, operator: anyone.as(OPERATOR_KEY) };
}
