import type * as z from 'zod';
import type { licenceCountsSchema, licenceSchema } from '../../lib/contract/licences.ts';
import type { TermPlan } from '../../lib/domain/catalogue.ts';
import { freeIn, type Licence, type LicencePool } from '../../lib/domain/licences/licence-pool.ts';

export function licenceJson({ id, type, autoRenew, holder }: Licence): z.input<typeof licenceSchema> {
  return {
    id,
    type,
    auto_renew: autoRenew,
    member: holder !== undefined && 'member' in holder ? holder.member : null,
    invitation: holder !== undefined && 'invitation' in holder ? holder.invitation : null,
  };
}

export function countsJson(pool: LicencePool, plan: TermPlan, buying: number): z.input<typeof licenceCountsSchema> {
  const { type, inUse, total, minimum, ending } = pool;
  const name = plan.licenceTypes.find(({ id }) => id === type)?.name ?? type;
  return { type, name, in_use: inUse, free: freeIn(pool), total, minimum, buying, ending };
}
