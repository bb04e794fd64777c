import { type DynamoDbLocal, startDynamoDbLocal } from '../../infra/local/dynamodb-local.ts';

/** A DynamoDB Local for one test file alone: for files that write so much that they would slow the others down, or be slowed. */
export function ownDynamoDb(): Promise<DynamoDbLocal> {
  return startDynamoDbLocal();
}
