import type * as z from 'zod';
import type * as contract from '../../lib/contract/new-customers.ts';
import type { TermPlan } from '../../lib/domain/catalogue.ts';
import type { TermItem } from '../../lib/domain/licences/price-term-order.ts';
import { pointingElsewhere, Refused } from '../../lib/domain/refusal.ts';

export type CustomerBody = z.output<typeof contract.createCustomer.body>;

/** What a customer is to have first, as the items of an order. */
export function itemsOf({
  licences,
  modules,
  packs,
}: Pick<CustomerBody, 'licences' | 'modules' | 'packs'>): TermItem[] {
  return [
    ...licences.map((wanted) => ({ kind: 'licence' as const, ...wanted })),
    ...modules.map((module) => ({ kind: 'module' as const, module })),
    ...packs.map((wanted) => ({ kind: 'pack' as const, ...wanted })),
  ];
}

/** Does what orders and accounts do; what they refuse points to where this request has the field. */
export function pointingInto<T>(body: CustomerBody, plan: TermPlan, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw pointingElsewhere(error, (pointer) => moved(body, plan, pointer));
  }
}

function moved(body: CustomerBody, plan: TermPlan, pointer: string): string {
  if (pointer === '/items') return plan.licenceTypes.length > 0 ? '/licences' : '/modules';
  const [, index, field = ''] = /^\/items\/(\d+)(\/\w+)?$/.exec(pointer) ?? [];
  if (index !== undefined) return pointerTo(body, Number(index), field);
  return pointer.replace(/^\/billing\/vat_number$/, '/vat_number');
}

function pointerTo({ licences, modules }: CustomerBody, index: number, field: string): string {
  if (index < licences.length) return `/licences/${index}${field}`;
  const afterLicences = index - licences.length;
  if (afterLicences < modules.length) return `/modules/${afterLicences}`;
  return `/packs/${afterLicences - modules.length}${field}`;
}
