import type { TestProject } from 'vitest/node';
import { startDynamoDbLocal } from '../../infra/local/dynamodb-local.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the DynamoDBs of this test run answer; each test file makes a table of its own in one of them. */
    dynamodbEndpoints: readonly string[];
  }
}

/** DynamoDB Local gets slower with all that was ever written to it, so that a test run has several. */
const HOW_MANY = 6;

/** The DynamoDBs Local of the whole test run, unless DYNAMODB_ENDPOINT names another. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DYNAMODB_ENDPOINT'];
  if (given) {
    project.provide('dynamodbEndpoints', [given]);
    return async () => undefined;
  }
  const started = await Promise.all(Array.from({ length: HOW_MANY }, () => startDynamoDbLocal()));
  project.provide(
    'dynamodbEndpoints',
    started.map(({ endpoint }) => endpoint),
  );
  return async () => {
    await Promise.all(started.map((dynamodb) => dynamodb.stop()));
  };
}
