import * as z from 'zod';
import { billFields, paymentMethodSchema, transferSchema } from './bills.ts';
import { contract } from './contract.ts';
import { basis } from './orders.ts';
import { accountPath, id, instant, line, moneySchema, pageOf, paging, plainDate } from './shared.ts';

const period = z.strictObject({ start: plainDate, end: plainDate.describe('The first day after it') });

const invoiceLine = z
  .strictObject({
    number: z.int().describe('From 1'),
    kind: z.enum(['credit', 'licence', 'module', 'pack', 'plan', 'consumption', 'discount']),
    subject: z.string().nullable().describe('Id of what is sold, in the catalogue'),
    description: z.string(),
    quantity: z.int(),
    unit_price: moneySchema.describe(
      'Of one for the whole term; with tax where "prices_include_tax". The PDF shows it before tax',
    ),
    period: period.nullable(),
    basis: basis.nullable(),
    net: moneySchema.describe('Before tax'),
    credited: moneySchema.describe('What credit notes took off it, before tax'),
  })
  .meta({ id: 'InvoiceLine' });

const party = z.strictObject({
  name: z.string(),
  address: z.string().nullable(),
  postal_code: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string(),
  vat_number: z.string().nullable(),
  tax_number: z.string().nullable().describe('National number, such as a Steuernummer, codice fiscale or SIREN'),
});

const seller = party.extend({
  registration: z.string().nullable().describe('Register, legal form and capital'),
  invoice_note: z.string().nullable().describe('What the seller prints on every document'),
});

export const invoiceSchema = z
  .strictObject({
    id: id('doc'),
    number: z.string().describe('Without gaps in its series and year, such as INV-2026-000001'),
    kind: z.enum(['invoice', 'credit-note']),
    status: z
      .enum(['open', 'paid', 'credited'])
      .describe('A credit note is always "paid": nothing of it is to be paid'),
    account: id('acc'),
    order: id('ord'),
    issued_on: plainDate,
    due_on: plainDate.nullable().describe('Last day to pay; null where it was paid before it was issued'),
    received_on: plainDate
      .nullable()
      .describe('When the payment that completed it was booked; null where it was not paid before it was issued'),
    seller: seller.meta({ id: 'InvoiceSeller' }),
    buyer: party.meta({ id: 'InvoiceBuyer' }),
    lines: z.array(invoiceLine),
    prices_include_tax: z.boolean(),
    ...billFields,
    paid: moneySchema,
    credited: moneySchema.describe('What credit notes took off it, tax and all'),
    due: moneySchema.describe('What is still to be paid'),
    payment_method: paymentMethodSchema,
    transfer: transferSchema.nullable().describe('How to pay it by bank transfer, where something was to be paid'),
    corrects: z
      .strictObject({ invoice: id('doc'), number: z.string(), issued_on: plainDate, reason: z.string() })
      .nullable()
      .describe('Of a credit note: what it corrects, and why'),
    links: z.strictObject({ pdf: z.url(), xml: z.url().describe('EN 16931, UBL 2.1') }),
  })
  .meta({ id: 'Invoice' });

const invoicePath = z.strictObject({ account: id('acc'), invoice: id('doc') });

export const listInvoices = contract({
  operation: 'listInvoices',
  summary: 'List invoices and credit notes',
  description: 'Newest first.',
  path: accountPath,
  query: z.strictObject(paging),
  response: { status: 200, schema: pageOf('InvoicePage', invoiceSchema) },
  refusals: ['request.bad-cursor'],
});

const csv = { status: 200, schema: z.string(), contentType: 'text/csv' } as const;
const csvText = 'At most 1000 lines at once. Where there are more, a Link header with rel="next" says where.';

export const exportInvoices = contract({
  operation: 'exportInvoices',
  summary: 'Get the invoices of an account as CSV',
  description: `The oldest first. ${csvText}`,
  path: accountPath,
  query: z.strictObject({ cursor: paging.cursor }),
  response: csv,
  refusals: ['request.bad-cursor'],
});

export const getInvoice = contract({
  operation: 'getInvoice',
  summary: 'See an invoice or credit note',
  description: 'The document is as it was issued; only what was paid and credited of it changes.',
  path: invoicePath,
  response: { status: 200, schema: invoiceSchema },
  refusals: ['invoice.not-found'],
});

export const createCreditNote = contract({
  operation: 'createCreditNote',
  summary: 'Correct an invoice by a credit note',
  description:
    'Whole, or line by line. What it takes off is no longer due; what was paid already becomes unallocated money of the account, to be put to another order or refunded. Credit that was sold is taken back. Licences stay as they are.',
  path: invoicePath,
  body: z
    .strictObject({
      reason: line(200).describe('Printed on the credit note'),
      lines: z
        .array(
          z.strictObject({
            line: z.int().min(1),
            amount: moneySchema.optional().describe('Before tax; all that is left of the line without it'),
          }),
        )
        .min(1)
        .max(50)
        .refine((lines) => new Set(lines.map((entry) => entry.line)).size === lines.length, 'must name each line once')
        .optional()
        .describe('Everything that is left, without it'),
    })
    .meta({ id: 'NewCreditNote' }),
  response: {
    status: 201,
    schema: z.strictObject({ credit_note: id('doc'), invoice: id('doc') }).meta({ id: 'CreditNoteIssued' }),
  },
  refusals: [
    'invoice.not-found',
    'credit-note.of-credit-note',
    'credit-note.unknown-line',
    'credit-note.nothing-left',
    'credit-note.beyond-billed',
    'credit.wrong-currency',
    'credit.below-zero',
  ],
});

const register = {
  year: z
    .string()
    .regex(/^\d{4}$/, 'must be a year')
    .optional()
    .describe('This year without it'),
  series: z
    .string()
    .regex(/^(INV|CN)[A-Z]?$/, 'must be a series such as INV or CN')
    .default('INV')
    .describe('INV for invoices, CN for credit notes; with a letter where a deployment numbers in several series'),
};

export const listAllInvoices = contract({
  operation: 'listAllInvoices',
  summary: 'List a series of invoices of all accounts by number',
  query: z.strictObject({ ...paging, ...register }),
  response: { status: 200, schema: pageOf('InvoiceRegisterPage', invoiceSchema) },
  refusals: ['request.bad-cursor'],
});

export const exportAllInvoices = contract({
  operation: 'exportAllInvoices',
  summary: 'Get a series of invoices of all accounts as CSV',
  description: `By number. ${csvText}`,
  query: z.strictObject({ cursor: paging.cursor, ...register }),
  response: csv,
  refusals: ['request.bad-cursor'],
});

const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month written YYYY-MM')
  .optional()
  .describe('This month without it');

const journalEntry = z
  .strictObject({
    id: id('jrn'),
    on: plainDate,
    at: instant,
    cause: z.strictObject({
      kind: z.enum(['invoice', 'credit-note', 'payment', 'credit', 'assignment', 'refund']),
      account: id('acc').nullable(),
      order: id('ord').nullable(),
      invoice: id('doc').nullable(),
      payment: id('pay').nullable(),
      booked_on: plainDate
        .nullable()
        .describe('When the bank or the gateway booked a payment; "on" is when it was recorded'),
    }),
    postings: z.array(
      z.strictObject({
        ledger: z.enum(['payments', 'receivable', 'customer-credit', 'revenue', 'tax', 'unallocated']),
        amount: moneySchema.describe('Debits are above zero, credits below'),
      }),
    ),
  })
  .meta({ id: 'JournalEntry' });

export const listJournal = contract({
  operation: 'listJournal',
  summary: 'See every movement of money of a month',
  description: 'Double entry: the postings of an entry come to zero. Entries are in no order of time.',
  query: z.strictObject({ ...paging, month }),
  response: { status: 200, schema: pageOf('JournalPage', journalEntry) },
  refusals: ['request.bad-cursor'],
});

export const exportJournal = contract({
  operation: 'exportJournal',
  summary: 'Get the journal of a month as CSV, for the bookkeeper',
  description: `One line for each posting. ${csvText}`,
  query: z.strictObject({ cursor: paging.cursor, month }),
  response: csv,
  refusals: ['request.bad-cursor'],
});

export const getInvoicePdf = contract({
  operation: 'getInvoicePdf',
  summary: 'Get an invoice or credit note as PDF',
  description: 'In the language of the buyer, and always the same file.',
  path: invoicePath,
  response: {
    status: 200,
    schema: z.custom<Uint8Array>((value) => value instanceof Uint8Array).meta({ type: 'string', format: 'binary' }),
    contentType: 'application/pdf',
  },
  refusals: ['invoice.not-found'],
});
