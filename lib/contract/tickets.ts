import * as z from 'zod';
import { supportChannels } from '../domain/catalogue.ts';
import { ticketChannels, ticketStates } from '../domain/support/ticket.ts';
import { contract } from './contract.ts';
import { accountPath, id, instant, line, lines, pageOf, paging } from './shared.ts';

const ticketPath = z.strictObject({ account: id('acc'), ticket: id('tkt') });
const state = z.enum(ticketStates).describe('open: waits for support; answered: waits for the customer; closed');

const author = z
  .strictObject({
    kind: z.enum(['user', 'operator']),
    id: z.string(),
    name: z.string().nullable().describe('As it is now; null for a person who was erased and a key that was revoked'),
  })
  .meta({ id: 'TicketAuthor' });

const reference = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/, 'must have 1 to 100 visible characters, no spaces')
  .optional()
  .describe('Your own name for this request: sending it again with the same reference answers with what it made');

const text = lines(5000);

export const ticketSchema = z
  .strictObject({
    id: id('tkt'),
    account: id('acc'),
    subject: z.string().describe('Empty once whoever opened it was erased'),
    channel: z.enum(ticketChannels).describe('How the customer asks to be answered'),
    state,
    opened_by: author,
    assignee: id('key').nullable().describe('API key of the operator who works on it'),
    message_count: z.int(),
    opened_at: instant,
    updated_at: instant,
    version: z.int().describe('The number in its ETag'),
  })
  .meta({ id: 'Ticket' });

export const ticketMessageSchema = z
  .strictObject({
    id: id('msg'),
    number: z.int().describe('Counts from 1 without gaps'),
    author,
    text: z.string().describe('Empty once its author was erased'),
    at: instant,
  })
  .meta({ id: 'TicketMessage' });

export const getSupport = contract({
  operation: 'getSupport',
  summary: 'See how to reach support',
  description: 'Tickets are open to everyone. The other ways come with the plan or a support pack.',
  path: accountPath,
  response: {
    status: 200,
    schema: z
      .strictObject({
        channels: z.array(z.enum(['tickets', ...supportChannels])),
        e_mail: z.string().nullable(),
        phone: z.string().nullable(),
        chat_url: z.string().nullable(),
      })
      .describe('The contacts of the ways the account is entitled to; null for the others')
      .meta({ id: 'Support' }),
  },
  refusals: [],
});

export const openTicket = contract({
  operation: 'openTicket',
  summary: 'Open a ticket',
  description:
    'Every account can, whatever became of its subscription or credit. Support is told by e-mail; where support opens it, the admins of the account are.',
  path: accountPath,
  body: z
    .strictObject({
      subject: line(120),
      text,
      channel: z
        .enum(ticketChannels)
        .default('ticket')
        .describe('How to be answered; any but ticket needs a plan or pack that includes it'),
      reference,
    })
    .meta({ id: 'NewTicket' }),
  response: { status: 201, schema: ticketSchema },
  refusals: ['support.channel-not-included', 'ticket.too-often', 'ticket.reference-used'],
  etag: true,
});

export const listTickets = contract({
  operation: 'listTickets',
  summary: 'List the tickets of an account',
  description: 'The newest first. Admins and staff see all of them, a member those they opened.',
  path: accountPath,
  query: z.strictObject({ ...paging, state: state.optional() }),
  response: { status: 200, schema: pageOf('TicketPage', ticketSchema) },
  refusals: [],
});

export const getTicket = contract({
  operation: 'getTicket',
  summary: 'Read a ticket',
  description:
    'With its messages, the oldest first, page by page. To see only what is new, ask for those after the last number you know.',
  path: ticketPath,
  query: z.strictObject({
    ...paging,
    after: z.coerce.number().int().min(0).optional().describe('Only messages with a higher number'),
  }),
  response: {
    status: 200,
    schema: ticketSchema
      .extend({ messages: pageOf('TicketMessagePage', ticketMessageSchema) })
      .meta({ id: 'TicketWithMessages' }),
  },
  refusals: ['ticket.not-found'],
  etag: true,
});

export const editTicket = contract({
  operation: 'editTicket',
  summary: 'Close, reopen or assign a ticket',
  description: 'Both sides may close and reopen it. Whoever opened it is told by e-mail when support closes it.',
  path: ticketPath,
  body: z
    .strictObject({
      state: z.enum(['open', 'closed']).optional(),
      assignee: z
        .union([z.literal('me'), id('key')], { error: 'must be an id that begins with key_, me, or null' })
        .nullable()
        .optional()
        .describe('Operators: the API key of who is to work on it, me, or null for nobody'),
    })
    .meta({ id: 'TicketEdit' }),
  response: { status: 200, schema: ticketSchema },
  refusals: ['edit.stale', 'ticket.not-found', 'ticket.assignee-unknown'],
  etag: true,
});

export const replyToTicket = contract({
  operation: 'replyToTicket',
  summary: 'Write into a ticket',
  description:
    'A customer’s message opens the ticket again, whatever its state; one of support makes it answered. The other side gets it by e-mail.',
  path: ticketPath,
  body: z.strictObject({ text, reference }).meta({ id: 'NewTicketMessage' }),
  response: { status: 201, schema: ticketMessageSchema },
  refusals: ['ticket.not-found', 'ticket.too-often', 'ticket.reference-used'],
  etag: true,
});

export const listAllTickets = contract({
  operation: 'listAllTickets',
  summary: 'List the tickets of all accounts',
  description:
    'Those that have not changed for longest come first. One that changes while you page moves to the end: none is left out, and it may come again as it is then.',
  query: z.strictObject({
    ...paging,
    state: state.optional(),
    assignee: z
      .union([z.literal('me'), z.literal('none'), id('key')], {
        error: 'must be an id that begins with key_, me, or none',
      })
      .optional()
      .describe('Tickets of this API key, of your own (me), or of nobody (none)'),
  }),
  response: { status: 200, schema: pageOf('AllTicketsPage', ticketSchema) },
  refusals: [],
});
