import { type DynamoDbLocal, startDynamoDbLocal } from '../../infra/local/dynamodb-local.ts';
import { useTable } from './table.ts';

/** A DynamoDB Local for one test file alone: for files that write so much that they would slow the others down, or be slowed. */
export function ownDynamoDb(): Promise<DynamoDbLocal> {
  return startDynamoDbLocal();
}

/** As {@link useTable}, on a DynamoDB Local of the file's own. */
export async function useOwnTable(change: Readonly<Record<string, string>> = {}): Promise<{ clean(): Promise<void> }> {
  const dynamodb = await ownDynamoDb();
  const table = await useTable(change, dynamodb.endpoint);
  return {
    async clean() {
      table.clean();
      await dynamodb.stop();
    },
  };
}
