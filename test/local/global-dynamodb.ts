import type { TestProject } from 'vitest/node';
import { startDynamoDbLocal } from '../../infra/local/dynamodb-local.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the DynamoDB of this test run answers; each test file makes a table of its own in it. */
    dynamodbEndpoint: string;
  }
}

/** One DynamoDB Local for the whole test run, unless DYNAMODB_ENDPOINT names another. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DYNAMODB_ENDPOINT'];
  if (given) {
    project.provide('dynamodbEndpoint', given);
    return async () => undefined;
  }
  const dynamodb = await startDynamoDbLocal();
  project.provide('dynamodbEndpoint', dynamodb.endpoint);
  return () => dynamodb.stop();
}
