import type * as z from 'zod';
import type { creditPanel } from '../../contract/credit.ts';
import type { MoneyJson } from '../../contract/shared.ts';
import { money } from '../../domain/money.ts';
import { moneyText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';

export type Role = 'owner' | 'admin' | 'member';
export type CreditJson = z.output<typeof creditPanel>;

export function roleText(locale: Locale, role: Role): string {
  return message(locale, `page.role.${role}`);
}

export function jsonMoneyText(locale: Locale, { amount, currency }: MoneyJson): string {
  return moneyText(locale, money(amount, currency));
}
