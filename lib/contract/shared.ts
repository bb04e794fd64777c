import * as z from 'zod';
import { isCountry } from '../domain/countries.ts';
import { isPlainDate } from '../domain/dates.ts';
import { MAX_MINOR } from '../domain/money.ts';
import { locales } from '../messages/locales.ts';

/** C0 and C1 control characters, lone surrogates, and the marks that reorder text, which can make one name look like another; and what stands for bytes that are no UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is what this pattern is for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]|\p{Surrogate}/u;

/** Something that can be seen: a name of nothing but joiners looks like none. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** One line of text as a person writes it: trimmed, normalised, without control characters. */
export function line(max: number, min = 1) {
  return z
    .string()
    .max(max * 4, `must have at most ${max} characters`)
    .refine((text) => !UNSAFE.test(text), 'must not hold control characters')
    .transform((text) => text.normalize('NFC').trim())
    .pipe(z.string().min(min).max(max))
    .refine((text) => text === '' || VISIBLE.test(text), 'must hold something that can be seen');
}

/** Text of several lines, such as an address. */
export function lines(max: number) {
  return z
    .string()
    .max(max * 4, `must have at most ${max} characters`)
    .transform((text) => text.replaceAll(/\r\n?/g, '\n'))
    .refine((text) => !UNSAFE.test(text.replaceAll('\n', ' ')), 'must not hold control characters')
    .transform((text) => text.normalize('NFC').trim())
    .pipe(z.string().min(1).max(max));
}

/** An e-mail address, trimmed and in lower case. */
export const email = z
  .string()
  .max(254)
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email('must be an e-mail address'))
  .meta({ example: 'you@example.com' });

/** Not trimmed and not limited in its characters: a password is what the person typed. */
export const newPassword = z.string().max(256).describe('At least 12 characters');

export const country = z
  .string()
  .refine(isCountry, 'must be an ISO 3166 code such as IT')
  .meta({ pattern: '^[A-Z]{2}$', example: 'IT' });

export const locale = z.enum(locales).describe('Language of e-mails and pages');

/** An id with its prefix. */
export function id<P extends string>(prefix: P) {
  return z
    .custom<`${P}_${string}`>(
      (value) => typeof value === 'string' && new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`).test(value),
      // A missing one is told as any other missing field is.
      { error: ({ input }) => (input === undefined ? undefined : `must be an id that begins with ${prefix}_`) },
    )
    .meta({
      type: 'string',
      pattern: `^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`,
      example: `${prefix}_01JZ8Q0V7M3K5N9P2R4S6T8W0X`,
    });
}

export const plainDate = z.string().refine(isPlainDate, 'must be a date written YYYY-MM-DD').meta({ format: 'date' });
export const instant = z.string().meta({ format: 'date-time' });

/** Money as it travels: whole minor units and a currency. (M1) */
export const moneySchema = z
  .strictObject({
    amount: z.int().min(-MAX_MINOR).max(MAX_MINOR).describe('Minor units: 1200 is 12.00 EUR'),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'),
  })
  .meta({ id: 'Money', example: { amount: 1200, currency: 'EUR' } });
export type MoneyJson = z.infer<typeof moneySchema>;

export function moneyJson(value: { readonly minor: number; readonly currency: string }): MoneyJson {
  return { amount: value.minor, currency: value.currency };
}

/** Query of every list. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('How many at the most'),
  cursor: z.string().max(1000).optional().describe('"next_cursor" of the page before'),
};

export function pageOf<T extends z.ZodType>(name: string, item: T) {
  return z.strictObject({ items: z.array(item), next_cursor: z.string().nullable() }).meta({ id: name });
}

export const accountPath = z.strictObject({ account: id('acc') });
export const memberPath = z.strictObject({ account: id('acc'), member: id('mem') });

/** A yes or no in a query: `true` or `false`, nothing else. */
export const queryFlag = z.enum(['true', 'false']).transform((text) => text === 'true');
