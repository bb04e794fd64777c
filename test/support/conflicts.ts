import { setTimeout as sleep } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { documentClient, type Key } from '../../lib/store/table.ts';

interface Transaction {
  readonly TransactItems?: readonly Record<string, { readonly Key?: Key; readonly Item?: Key }>[];
}

export interface Conflicts {
  /** Transactions that were sent, and those of them that met another one. */
  readonly seen: { sent: number; met: number };
  stop(): void;
}

/**
 * Makes transactions meet as they do in DynamoDB, and never in DynamoDB Local: each holds its items for a while, and one
 * that wants an item that is held is cancelled.
 */
export function holdItems(holdMs: number): Conflicts {
  const name = `conflicts-${Math.random()}`;
  const held = new Set<string>();
  const seen = { sent: 0, met: 0 };
  documentClient().middlewareStack.add(
    (next, context) => async (args) => {
      if (!context.commandName?.startsWith('TransactWrite')) return next(args);
      const items = (args.input as Transaction).TransactItems ?? [];
      const wanted = items.map(keyOf);
      seen.sent += 1;
      if (wanted.some((key) => held.has(key))) {
        seen.met += 1;
        throw cancelled(wanted.map((key) => held.has(key)));
      }
      for (const key of wanted) held.add(key);
      try {
        await sleep(holdMs);
        return await next(args);
      } finally {
        for (const key of wanted) held.delete(key);
      }
    },
    { step: 'initialize', name, priority: 'low' },
  );
  return { seen, stop: () => void documentClient().middlewareStack.remove(name) };
}

function keyOf(item: Record<string, { readonly Key?: Key; readonly Item?: Key }>): string {
  const [write] = Object.values(item);
  const key = write?.Key ?? write?.Item;
  return `${text(key?.pk)}\n${text(key?.sk)}`;
}

/** As it is written, before or after it was made ready for DynamoDB. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cancelled(met: readonly boolean[]): Error {
  return new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: met.map((isHeld) => ({ Code: isHeld ? 'TransactionConflict' : 'None' })),
  });
}
