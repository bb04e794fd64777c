import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../../lib/store/table.ts';

/** What happens to a request on its way: nothing, or a fault before or after DynamoDB carried it out. */
export type Fault =
  | 'none'
  | 'conflict'
  | 'throttle'
  | 'lost-request'
  | 'lost-response'
  | 'crash-before'
  | 'crash-after';

/** A process that dies: nobody above may go on or try again. */
export class Crash extends Error {
  override name = 'Crash';
}

export interface SentRequest {
  /** `PutItem`, `TransactWriteItems`, … */
  readonly operation: string;
  /** Counts writes from 1. */
  readonly write: number;
}

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems']);

/**
 * Injects what DynamoDB Local never does by itself: conflicts between transactions, throttles, lost requests and answers,
 * and a process that dies. `choose` is asked for every write. Returns how to stop.
 */
export function injectFaults(choose: (request: SentRequest) => Fault): () => void {
  const name = `faults-${Math.random()}`;
  let writes = 0;
  documentClient().middlewareStack.add(
    (next) => async (args) => {
      const target = (args.request as { headers: Record<string, string> }).headers['x-amz-target'] ?? '';
      const operation = target.split('.').at(-1) ?? '';
      if (!WRITES.has(operation)) return next(args);
      writes += 1;
      const fault = choose({ operation, write: writes });
      if (fault === 'conflict' && operation === 'TransactWriteItems') throw conflict();
      if (fault === 'throttle') throw throttle();
      if (fault === 'crash-before') throw new Crash('before the write');
      if (fault === 'lost-request') throw connectionReset();
      const answer = await next(args);
      if (fault === 'lost-response') throw connectionReset();
      if (fault === 'crash-after') throw new Crash('after the write');
      return answer;
    },
    { step: 'deserialize', name, priority: 'high' },
  );
  return () => {
    documentClient().middlewareStack.remove(name);
  };
}

function conflict(): Error {
  return new TransactionCanceledException({
    message: 'Transaction cancelled [TransactionConflict]',
    $metadata: {},
    CancellationReasons: [{ Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }],
  });
}

function throttle(): Error {
  return Object.assign(new Error('The level of configured provisioned throughput was exceeded.'), {
    name: 'ProvisionedThroughputExceededException',
    $fault: 'client' as const,
    $metadata: { httpStatusCode: 400 },
  });
}

function connectionReset(): Error {
  return Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET', $metadata: {} });
}

/** A repeatable stream of numbers from 0 to 1, so that a run with faults can be played again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
