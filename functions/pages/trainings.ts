import { id } from '../../lib/contract/shared.ts';
import type { Plan } from '../../lib/domain/catalogue.ts';
import { businessDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { type FormProblem, formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { goTo, toSignIn } from '../../lib/pages/redirects.ts';
import type { TrainingsView } from '../../lib/pages/views/trainings.ts';
import { bookTraining, cancelTrainingBooking } from '../support/book-training.ts';
import { getTrainingCalendar, listTrainings } from '../support/read-trainings.ts';
import { accountReply } from './account-page.ts';

const AT_ONCE = '20';

/** The training sessions of an account, page by page. (U5) */
export async function trainingsView(
  request: PageRequest,
  account: AccountId,
  plan: Plan,
  problem: FormProblem | undefined,
): Promise<TrainingsView> {
  const { catalogue, now, today } = request;
  const cursor = request.query['trainings'];
  const query = { limit: AT_ONCE, ...(cursor === undefined ? {} : { cursor }) };
  const { body } = await listTrainings.call({ ...request.caller, path: { account }, query });
  const { billingTimeZone: timeZone } = catalogue;
  const rows = body.items.map((training) => {
    const booked = training.slots.find((slot) => slot.id === training.booking?.slot);
    return { ...training, isChangeable: booked !== undefined && today < businessDate(booked.starts_at, timeZone) };
  });
  const mistakes = problem?.mistakes ?? {};
  return { rows, plan, timeZone, now, mistakes, next: body.next_cursor, isFirstPage: cursor === undefined };
}

/** Picks a time, moves the session to another, or lets go of it. The same again changes nothing. (U5) */
export const submitTraining = page('submitTraining', async (request): Promise<PageReply> => {
  const { form, locale } = request;
  const { account = '', training = '', slot } = form;
  const call = { ...request.caller, path: { account, training } };
  const isCancelling = form['do'] === 'cancel';
  const { refused } = await orRefused(() =>
    isCancelling ? cancelTrainingBooking.call(call) : bookTraining.call({ ...call, body: { slot } }),
  );
  if (refused === undefined)
    return goTo(request, '/account', { account, news: isCancelling ? 'training-cancelled' : 'training-booked' });
  return accountReply(request, account, { problem: formProblem(inFields(refused, training), locale) });
});

/** Each session has its own times. */
function inFields({ code, facts }: Refused, training: string): Refused {
  const errors = facts.errors?.map(({ pointer, detail }) => ({
    pointer: pointer === '/slot' ? `/slot-${training}` : pointer,
    detail,
  }));
  return new Refused(code, { ...facts, ...(errors === undefined ? {} : { errors }) });
}

/** A session for the calendar of whoever is signed in by cookie; the API takes bearer tokens alone. (U5) */
export const downloadTraining = page('downloadTraining', async (request): Promise<PageReply> => {
  const [, name] = /^(trn_\w+)\.ics$/.exec(request.path['file'] ?? '') ?? [];
  const account = id('acc').safeParse(request.query['account']);
  const training = id('trn').safeParse(name);
  if (!account.success || !training.success) throw new Refused('route.not-found');
  if (request.identity.user === undefined)
    return toSignIn(`/account/trainings/${training.data}.ics`, { account: account.data });
  const path = { account: account.data, training: training.data };
  const { body, headers } = await getTrainingCalendar.call({ ...request.caller, path });
  return {
    response: {
      statusCode: 200,
      headers: {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': headers?.['content-disposition'] ?? 'attachment',
        'cache-control': 'private, no-store',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=63072000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex, nofollow',
      },
      body,
    },
  };
});
