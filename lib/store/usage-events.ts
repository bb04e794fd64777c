import type { AccountId } from '../domain/ids.ts';
import { keys } from './keys.ts';
import { getMany, putOnce, type Write } from './table.ts';

/** What was used, as it is reported. Its id is unique within the account for good. (U3) */
export interface UsageEvent {
  readonly meter: string;
  readonly quantity: number;
  readonly eventId: string;
}

export const EVENT_LABEL = 'usage-event';

/** Marks an event as counted, with the hash of its id: whatever an application makes its ids of is not kept. */
export function putEvent(account: AccountId, { meter, quantity, eventId }: UsageEvent): Write {
  const item = { ...keys.usageEvent(account, eventId), type: 'usage-event', v: 1, meter, quantity };
  return putOnce(EVENT_LABEL, item);
}

export type Known = 'already-counted' | 'differs';

/** What is known of each event; undefined for one that was not counted yet. At most 100 at once. */
export async function knownEvents(
  account: AccountId,
  events: readonly UsageEvent[],
): Promise<readonly (Known | undefined)[]> {
  if (events.length === 0) return [];
  const items = await getMany(events.map(({ eventId }) => keys.usageEvent(account, eventId)));
  return items.map((item, index) => {
    const event = events[index];
    if (item === undefined || event === undefined) return undefined;
    const isSame = item['meter'] === event.meter && item['quantity'] === event.quantity;
    return isSame ? 'already-counted' : 'differs';
  });
}
