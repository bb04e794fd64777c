import type * as z from 'zod';
import type { resellerSchema } from '../../lib/contract/resellers.ts';
import { percentText } from '../../lib/domain/resellers/discount.ts';
import type { Reseller } from '../../lib/store/resellers.ts';

export function resellerJson({ id, organisation, reseller }: Reseller): z.input<typeof resellerSchema> {
  return { account: id, organisation, discount_percent: percentText(reseller.discount), since: reseller.since };
}
