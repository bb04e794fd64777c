import * as z from 'zod';
import { check } from '../contract/mistakes.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { isTimeZone } from '../domain/dates.ts';
import type { Mistake } from '../domain/refusal.ts';
import { listMistakes } from './list-mistakes.ts';
import { prepaidPlan, toPrepaidPlan } from './prepaid-plan.ts';
import { mistakesInSeller, seller, toSeller } from './seller.ts';
import { termPlan, toTermPlan } from './term-plan.ts';
import { text } from './values.ts';

const plan = z.discriminatedUnion('kind', [prepaidPlan, termPlan], {
  error: ({ code }) => (code === 'invalid_union' ? 'must be "prepaid" or "term"' : undefined),
});

/** The vendor's catalogue as it is written and served: plans, prices, licence types, modules, add-ons, time zone, seller. */
export const catalogueSchema = z
  .strictObject({
    source: text(400).optional().describe('Where these plans and prices come from'),
    service: z.strictObject({
      name: text(80),
      url: z.url({ protocol: /^https?$/ }).describe('Where members use the service; the access e-mail links here'),
      support_email: z.email(),
      support_phone: text(40).optional().describe('Shown to members with support by phone'),
      support_chat_url: z
        .url({ protocol: /^https$/ })
        .optional()
        .describe('Shown to members with support by chat'),
    }),
    seller,
    billing_time_zone: z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Rome'),
    plans: z.array(plan).min(1).max(20),
  })
  .meta({ id: 'Catalogue' });

/** What is sent to replace a catalogue: the document, and the version it began from, so that what was read can be sent back. */
export const catalogueEditSchema = catalogueSchema
  .extend({
    version: z.int().min(1).optional().describe('The version this edit began from; refused when there is a later one'),
  })
  .meta({ id: 'CatalogueEdit', unusedIO: 'input' });

export type CatalogueDocument = z.infer<typeof catalogueSchema>;
export type CatalogueInput = z.input<typeof catalogueSchema>;

type Parsed =
  | { readonly ok: true; readonly document: CatalogueDocument; readonly version: number | undefined }
  | { readonly ok: false; readonly mistakes: Mistake[] };

/** Checks a catalogue and lists every mistake by its path: those of single values and those several make together. */
export function parseCatalogue(input: unknown): Parsed {
  const result = check(catalogueEditSchema, input);
  const ofSeveral = [...mistakesInSeller(input), ...listMistakes(input)];
  if (result.ok && ofSeveral.length === 0) {
    const { version, ...document } = result.value;
    return { ok: true, document, version };
  }
  return { ok: false, mistakes: [...(result.ok ? [] : result.mistakes), ...ofSeveral] };
}

/** The document in the words of the domain. */
export function toCatalogue(document: CatalogueDocument, version: number): Catalogue {
  return {
    version,
    service: {
      name: document.service.name,
      url: document.service.url,
      supportEmail: document.service.support_email,
      supportPhone: document.service.support_phone,
      supportChatUrl: document.service.support_chat_url,
    },
    seller: toSeller(document.seller, document.service.support_email),
    billingTimeZone: document.billing_time_zone,
    plans: document.plans.map((entry) => (entry.kind === 'prepaid' ? toPrepaidPlan(entry) : toTermPlan(entry))),
  };
}
