import { type Catalogue, findPlan, type Plan } from '../catalogue.ts';
import { Refused } from '../refusal.ts';

/**
 * The plan of this id, for a new account.
 *
 * Errors: `plan.unknown` for a plan that is not in the catalogue or is no longer offered.
 * Source: A1.
 */
export function offeredPlan(catalogue: Catalogue, id: string): Plan {
  const plan = findPlan(catalogue, id);
  if (plan !== undefined && !plan.retired) return plan;
  throw new Refused('plan.unknown', {
    errors: [{ pointer: '/plan', detail: 'is not a plan on offer' }],
    links: { catalogue: '/v1/catalogue' },
  });
}
