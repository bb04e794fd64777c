import type * as z from 'zod';
import type { licenceSchema } from '../../lib/contract/licences.ts';
import type { Licence } from '../../lib/domain/licences/licence-pool.ts';

export function licenceJson({ id, type, autoRenew, holder }: Licence): z.input<typeof licenceSchema> {
  return {
    id,
    type,
    auto_renew: autoRenew,
    member: holder !== undefined && 'member' in holder ? holder.member : null,
    invitation: holder !== undefined && 'invitation' in holder ? holder.invitation : null,
  };
}
