import type { TermPlan } from '../../domain/catalogue.ts';
import { pricesOfHeld } from '../../domain/packs/offered-pack.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';

export interface HeldPack {
  readonly pack: string | null;
  readonly module: string | null;
  readonly quantity: number | null;
}

export function packName(plan: TermPlan, { pack, module }: Omit<HeldPack, 'quantity'>): string {
  return pricesOfHeld(plan, { pack: pack ?? '', module: module ?? undefined })?.name ?? pack ?? '';
}

/** So many of a pack; what there is once is named alone. */
export function packText(locale: Locale, plan: TermPlan, held: HeldPack): string {
  const name = packName(plan, held);
  return held.quantity === 1 && held.module === null
    ? name
    : message(locale, 'page.packs.held', { name, quantity: held.quantity ?? 0 });
}
