import { randomUUID } from 'node:crypto';

import { awsVariables, functionVariables, setVariables } from '../../infra/local/environment.ts';
import { ensureTable } from '../../infra/local/table.ts';
import { replaceClock } from '../../lib/runtime/clock.ts';
import { forgetEnvironment } from '../../lib/runtime/environment.ts';
import { forgetClient } from '../../lib/store/table.ts';
import { watchBooks } from './books.ts';
import { dynamoDbOfThisFile } from './dynamodb-of-this-file.ts';

/** A table of the test file's own on DynamoDB Local, and the functions' environment pointing to it. Its money is added up after every test. */
export async function useTable(
  change: Readonly<Record<string, string>> = {},
  endpoint = dynamoDbOfThisFile(),
): Promise<{ clean(): void }> {
  const tableName = `test-${randomUUID()}`;
  const restore = setVariables({
    ...awsVariables,
    ...functionVariables({
      url: 'http://localhost:1',
      tableName,
      dynamodbEndpoint: endpoint,
      awsEndpoint: 'http://localhost:1',
      captcha: 'off',
    }),
    ...change,
  });
  forgetEnvironment();
  forgetClient();
  await ensureTable(endpoint, tableName);
  const leaveBooks = watchBooks();
  return {
    clean() {
      leaveBooks();
      restore();
      forgetEnvironment();
      forgetClient();
      replaceClock(undefined);
    },
  };
}
