import type { ApiClient } from '../../infra/local/api-client.ts';

const from = '2024-01-01';
const month = (amount: number) => ({ month: [{ from, amount }] });

export const TYPES = ['base', 'calls', 'mobile', 'sales', 'stock', 'mails', 'maps', 'forms', 'files', 'desk'] as const;

function plan(id: string, retired: string | undefined, change: object = {}) {
  return {
    kind: 'term',
    id,
    name: id,
    description: 'Ten licence types',
    currency: 'EUR',
    terms: [1],
    proration: 'daily',
    features: ['sign-in'],
    licence_types: TYPES.map((type) => ({
      id: type,
      name: `Licence ${type}`,
      features: [`use-${type}`],
      prices: month(1000),
      retired: type === retired,
    })),
    modules: [
      { id: 'reports', name: 'Reports', features: ['charts'], prices: month(500) },
      { id: 'portal', name: 'Portal', features: ['customers'], prices: month(500) },
    ],
    ...change,
  };
}

/** Adds plans of ten licence types: `seats`, and `tried`, which begins with a trial and no longer sells `maps`. */
export async function offerPlans(operator: ApiClient): Promise<void> {
  const document = await operator.send<{ plans: object[] }>('GET', '/v1/catalogue');
  const tried = plan('tried', 'maps', { trial: { days: 14, licences: { calls: 3, desk: 2 } } });
  const plans = [...document.plans, plan('seats', undefined), tried];
  await operator.send('PUT', '/v1/catalogue', { ...document, plans });
}
