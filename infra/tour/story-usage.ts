import type { Checks } from './check.ts';
import { type Client, problemOf } from './client.ts';
import type { Seats } from './licences.ts';

interface Meter {
  readonly meter: string;
  readonly allowance: number;
  readonly used: number;
  readonly left: number;
  readonly until: string | null;
}

interface Result {
  readonly outcome: string;
}

/** The vendor's application reports what is used: 1,000 e-mails of a pack, and companies that come and go. */
export async function usageStory({ path, api }: Seats, operator: Client, checks: Checks): Promise<void> {
  checks.say('It sends e-mails and attaches companies; the service reports both with a key of its own.');
  const key = await operator.post<{ key: string }>('/v1/api-keys', { name: 'service', scopes: ['vendor:usage'] });
  const service = operator.as(key.key);
  const report = (body: object) => service.post<Result & { results: Result[] }>(`${path}/usage`, body);
  const eMails = (quantity: number, id: string) => report({ meter: 'e-mails', quantity, event_id: id });
  checks.see('U3', '900 e-mails are counted', (await eMails(900, 'campaign-1')).outcome, 'counted');
  checks.see('U3', 'reported again, once', (await eMails(900, 'campaign-1')).outcome, 'already-counted');
  const beyond = await problemOf(eMails(200, 'campaign-2'));
  checks.see('U3', '200 more are refused', beyond?.code, 'usage.beyond-allowance');
  checks.see('U3', 'with the link where to buy', beyond?.links?.['buy']?.endsWith('#packs'), true);
  const events = Array.from({ length: 100 }, (_, index) => ({ meter: 'e-mails', event_id: `single-${index}` }));
  const { results } = await report({ events });
  checks.see('U3', 'the last 100 fit, one by one in one request', outcomesOf(results), ['counted']);
  const companies = (quantity: number, id: string) => report({ meter: 'companies', quantity, event_id: id });
  checks.see('U3', 'one company is included and five are in a pack', (await companies(6, 'six')).outcome, 'counted');
  checks.see('U3', 'a seventh is refused', (await problemOf(companies(1, 'seven')))?.code, 'usage.beyond-allowance');
  await companies(-1, 'one-gone');
  checks.see('U3', 'once one is given back it fits', (await companies(1, 'seven')).outcome, 'counted');
  checks.see('U3', 'allowance, used, left, until when', await metersOf(api, path), [
    ['e-mails', 1000, 1000, 0, '2026-04-09'],
    ['companies', 6, 6, 0, null],
  ]);
}

const outcomesOf = (results: readonly Result[]) => [...new Set(results.map(({ outcome }) => outcome))];

/** Each meter with its allowance, what is used and left of it, and its last day. */
export async function metersOf(api: Client, path: string): Promise<(string | number | null)[][]> {
  const { meters } = await api.get<{ meters: Meter[] }>(`${path}/usage`);
  return meters.map(({ meter, allowance, used, left, until }) => [meter, allowance, used, left, until]);
}
