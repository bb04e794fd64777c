import type { Invoice } from '../domain/invoices/invoice.ts';
import type { Locale } from '../messages/locales.ts';
import type { Say } from './invoice-view.ts';

/**
 * Where the law of a seller's country puts a service to a business elsewhere in the buyer's country. The directive is named
 * in every note; accountants and inspectors of these countries expect their own article beside it.
 */
const nationalRule: Readonly<Record<string, string>> = {
  DE: '§\u00a03a Abs.\u00a02\u00a0UStG',
  ES: 'art.\u00a069.Uno.1.º Ley 37/1992',
  FR: 'art.\u00a0259, 1° du CGI',
  IT: 'art.\u00a07-ter D.P.R.\u00a0633/1972',
  NL: 'art.\u00a06 lid 1 Wet OB 1968',
  SE: '6 kap. 33\u00a0§ ML (2023:200)',
};

/** What the law wants written beside the tax. Source: T2; Directive 2006/112/EC, Articles 44, 58, 59, 196 and 226. */
export function notesOf({ treatment, seller, buyer }: Invoice, locale: Locale, say: Say): string[] {
  switch (treatment.kind) {
    case 'domestic':
      return [];
    case 'reverse-charge': {
      const national = nationalRule[seller.country];
      return [say('invoice.note.reverse-charge', { law: national === undefined ? '' : `; ${national}` })];
    }
    case 'destination': {
      const country = treatment.country ?? buyer.country;
      const name = new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
      return [say('invoice.note.destination', { country: name })];
    }
    case 'outside-scope':
      return [say('invoice.note.outside-scope')];
    case 'not-registered':
      return [say('invoice.note.not-registered')];
  }
}
