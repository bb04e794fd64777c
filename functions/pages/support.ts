import { findPlan } from '../../lib/domain/catalogue.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { goTo, toSignIn } from '../../lib/pages/redirects.ts';
import { packField } from '../../lib/pages/views/pack-fields.ts';
import { type SupportView, supportView } from '../../lib/pages/views/support.ts';
import { sha256 } from '../../lib/runtime/hashes.ts';
import { randomSecret } from '../../lib/runtime/ids.ts';
import { getSupport } from '../support/get-support.ts';
import { openTicket } from '../support/open-ticket.ts';
import { listTickets } from '../support/read-tickets.ts';
import { isAdmin, requireStanding, type Standing } from './standing.ts';

const AT_ONCE = '20';

/** How to reach support, and the tickets. (U4) */
export const showSupport = page('showSupport', async (request): Promise<PageReply> => {
  const { account = '' } = request.query;
  if (request.identity.user === undefined) return toSignIn('/account/support', { account });
  return reply(request, await requireStanding(request, account));
});

/** Opens a ticket. Sent twice from one page it is one. (U4) */
export const submitTicket = page('submitTicket', async (request): Promise<PageReply> => {
  const { form: entered, locale } = request;
  const standing = await requireStanding(request, entered['account']);
  const { id: account } = standing.account;
  const { subject = '', text = '', channel = 'ticket' } = entered;
  const body = { subject, text, channel };
  const { value, refused } = await orRefused(() =>
    openTicket.call({ ...request.caller, path: { account }, body: { ...body, reference: referenceOf(request, body) } }),
  );
  if (refused === undefined) return goTo(request, `/account/support/${value.body.id}`, { account, news: 'opened' });
  const problem = formProblem(refused, locale);
  return reply(request, standing, { entered, problem });
});

/** What is written is part of it, so that another text is another message. */
export function referenceOf({ form }: PageRequest, written: object): string {
  const key = /^[\w-]{1,60}$/.exec(form['order_key'] ?? '')?.[0] ?? '';
  return `page-${key}-${sha256(JSON.stringify(written)).slice(0, 32)}`;
}

async function reply(
  request: PageRequest,
  standing: Standing,
  extras: Pick<SupportView, 'entered' | 'problem'> = {},
): Promise<PageReply> {
  const { id: account, organisation } = standing.account;
  const cursor = request.query['tickets'];
  const call = { ...request.caller, path: { account } };
  const query = { limit: AT_ONCE, ...(cursor === undefined ? {} : { cursor }) };
  const [{ body: support }, { body: tickets }] = await Promise.all([
    getSupport.call(call),
    listTickets.call({ ...call, query }),
  ]);
  const html = supportView(request, {
    account,
    organisation,
    acting: standing.acting,
    timeZone: request.catalogue.billingTimeZone,
    seesAll: isAdmin(standing),
    support,
    buyUrl: isAdmin(standing) ? urlOfMore(request, standing, support.channels) : undefined,
    tickets: tickets.items,
    next: tickets.next_cursor,
    isFirstPage: cursor === undefined,
    orderKey: randomSecret(),
    ...extras,
  });
  return { html, status: extras.problem?.status ?? 200 };
}

/** The form with a pack that adds a way of support; undefined where none does. */
function urlOfMore({ catalogue }: PageRequest, { account }: Standing, channels: readonly string[]): string | undefined {
  const plan = findPlan(catalogue, account.plan);
  const packs = plan?.kind === 'term' ? plan.packs : [];
  const pack = packs.find(
    (offered) =>
      offered.kind === 'support' && !offered.retired && offered.channels.some((channel) => !channels.includes(channel)),
  );
  return pack && `/account?${new URLSearchParams({ account: account.id, [packField(pack.id)]: '1' })}#packs`;
}
