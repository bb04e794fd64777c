import { pointingElsewhere, type RefusalCode, Refused } from '../../lib/domain/refusal.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { goTo } from '../../lib/pages/redirects.ts';
import { removalField } from '../../lib/pages/views/scheduled-changes.ts';
import { changeSubscription } from '../subscription/change.ts';
import {
  cancelSubscription,
  editSubscription,
  undoCancellation,
  undoSubscriptionChange,
} from '../subscription/edit.ts';
import { accountReply } from './account-page.ts';

type Call = PageRequest['caller'] & { readonly path: Readonly<Record<string, string>> };
type Form = PageRequest['form'];

/** What a form can ask for, and the news when it is done. */
interface Step {
  readonly news: string;
  take(call: Call, form: Form): Promise<unknown>;
}

const steps: Readonly<Record<string, Step>> = {
  'renewal-off': { news: 'renewal-off', take: (call) => editSubscription.call({ ...call, body: { renews: false } }) },
  'renewal-on': { news: 'renewal-on', take: (call) => editSubscription.call({ ...call, body: { renews: true } }) },
  cancel: { news: 'cancelled', take: (call) => cancelSubscription.call(call) },
  'undo-cancel': { news: 'cancellation-undone', take: (call) => undoCancellation.call(call) },
  'remove-module': {
    news: 'removal-scheduled',
    take: (call, { module }) => changeSubscription.call({ ...call, body: { remove_module: module ?? '' } }),
  },
  'remove-pack': { news: 'removal-scheduled', take: removePack },
  undo: {
    news: 'change-undone',
    take: (call, { change = '' }) => undoSubscriptionChange.call({ ...call, path: { ...call.path, change } }),
  },
};

/** What an admin decides about the period's end. Sent again, a form changes nothing more. (L9, L10) */
export const submitSubscription = page('submitSubscription', async (request): Promise<PageReply> => {
  const { form, locale } = request;
  const { account = '' } = form;
  const wanted = form['do'] ?? '';
  const step = Object.hasOwn(steps, wanted) ? steps[wanted] : undefined;
  if (step === undefined) throw new Refused('request.malformed');
  const { refused } = await orRefused(() => step.take({ ...request.caller, path: { account } }, form));
  if (refused === undefined) return goTo(request, '/account', { account, news: step.news });
  if (isGone(refused.code)) return goTo(request, '/account', { account, news: 'change-gone' });
  return accountReply(request, account, { problem: formProblem(inFields(refused, form), locale) });
});

/** What is undone twice is undone; another tab may have put another change in its place. */
function isGone(code: RefusalCode): boolean {
  return code === 'subscription.change-not-found';
}

const fieldIn = ({ pack = '', module }: Form) => removalField(pack, module);

async function removePack(call: Call, form: Form): Promise<unknown> {
  const { pack, module } = form;
  const quantity = form[fieldIn(form)] ?? '';
  // Nothing entered would be all of them to the API.
  if (!/^[1-9]\d{0,4}$/.test(quantity.trim()))
    throw new Refused('request.invalid', { errors: [{ pointer: '/quantity', detail: 'must be a whole number' }] });
  const body = { remove_pack: pack ?? '', ...(module === undefined ? {} : { module }), quantity: Number(quantity) };
  return changeSubscription.call({ ...call, body });
}

/** Each pack has its own number. */
function inFields(refused: Refused, form: Form): Refused {
  return pointingElsewhere(refused, (pointer) => (pointer === '/quantity' ? `/${fieldIn(form)}` : pointer));
}
