import { id } from '../../lib/contract/shared.ts';
import { pointingElsewhere, Refused } from '../../lib/domain/refusal.ts';
import { downloadHeaders } from '../../lib/pages/download-headers.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type PageReply, page } from '../../lib/pages/http.ts';
import { goTo, toSignIn } from '../../lib/pages/redirects.ts';
import { bookTraining, cancelTrainingBooking } from '../support/book-training.ts';
import { getTrainingCalendar } from '../support/read-trainings.ts';
import { accountReply } from './account-page.ts';

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
function inFields(refused: Refused, training: string): Refused {
  return pointingElsewhere(refused, (pointer) => (pointer === '/slot' ? `/slot-${training}` : pointer));
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
        ...downloadHeaders,
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': headers?.['content-disposition'] ?? 'attachment',
      },
      body,
    },
  };
});
