import { documentClient } from '../../lib/store/table.ts';

export interface Consumed {
  reads: number;
  writes: number;
  requests: number;
}

interface WithCapacity {
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number };
}

/** Asks DynamoDB what each single-item request and query consumes, and adds it up. Returns the sums and how to stop. */
export function measureCapacity(): { readonly consumed: Consumed; stop(): void } {
  const consumed: Consumed = { reads: 0, writes: 0, requests: 0 };
  const stack = documentClient().middlewareStack;
  const name = `capacity-${Math.random()}`;
  stack.add(
    (next, context) => async (args) => {
      const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const units = (answer.output as WithCapacity).ConsumedCapacity?.CapacityUnits;
      if (units === undefined) throw new Error(`${context.commandName} tells no consumed capacity`);
      consumed.requests += 1;
      if (/^(Put|Update|Delete)/.test(context.commandName ?? '')) consumed.writes += units;
      else consumed.reads += units;
      return answer;
    },
    { step: 'initialize', name, priority: 'high' },
  );
  return { consumed, stop: () => void stack.remove(name) };
}
