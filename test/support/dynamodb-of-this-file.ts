import { expect, inject } from 'vitest';

/** The DynamoDB that a test file works with: always the same one for a file, and another one for others. */
export function dynamoDbOfThisFile(): string {
  const endpoints = inject('dynamodbEndpoints');
  const letters = [...(expect.getState().testPath ?? '')];
  const sum = letters.reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, 7);
  return endpoints[sum % endpoints.length] ?? '';
}
