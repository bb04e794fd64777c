import type { Plan, TermPlan } from '../../lib/domain/catalogue.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { goTo } from '../../lib/pages/redirects.ts';
import { memberLicenceField, memberModuleField } from '../../lib/pages/views/member-forms.ts';
import { assignLicence } from '../licences/assign.ts';
import { unassignLicence } from '../licences/unassign.ts';
import { addMember } from '../members/add.ts';
import { editMember } from '../members/edit.ts';
import { accountReply } from './account-page.ts';
import { planOf, standingIn } from './standing.ts';

const edits = {
  'make-active': { active: true },
  'make-inactive': { active: false },
  'make-admin': { role: 'admin' },
  'make-member': { role: 'member' },
  'make-former': { former: true },
  'bring-back': { former: false },
} as const;

/** An admin adds somebody, or changes who is there. Sent again, a change changes nothing more. (A7, A8, R4) */
export const submitMember = page('submitMember', async (request): Promise<PageReply> => {
  const { form, locale } = request;
  const { account = '' } = form;
  const isNew = form['do'] === 'add';
  const { refused } = await orRefused(() => (isNew ? add(request, account) : change(request, account)));
  if (refused === undefined)
    return goTo(request, '/account', { account, news: isNew ? 'member-added' : 'member-changed' });
  const asksDiscount = refused.code === 'reseller.discount-would-end' ? (isNew ? 'new' : form['member']) : undefined;
  return accountReply(request, account, {
    problem: formProblem(refused, locale),
    members: { entered: isNew ? form : undefined, asksDiscount },
  });
});

async function add(request: PageRequest, account: string): Promise<unknown> {
  const { form, caller } = request;
  const plan = planOf(request, await standingIn(request, account));
  const body = {
    email: form['email'] ?? '',
    role: form['role'] ?? 'member',
    ends_discount: form['ends_discount'] === 'yes',
    ...choicesIn(form, plan),
  };
  return addMember.call({ ...caller, path: { account }, body });
}

function choicesIn(form: PageRequest['form'], plan: Plan) {
  if (plan.kind !== 'term') return {};
  const licences = plan.licenceTypes.map(({ id }) => id).filter((id) => form[memberLicenceField(id)] === 'yes');
  return { licences, profile: profileIn(form, plan) };
}

/** Who may use every module there is may use those to come as well. (A8) */
function profileIn(form: PageRequest['form'], plan: TermPlan) {
  const modules = plan.modules.map(({ id }) => id).filter((id) => form[memberModuleField(id)] === 'yes');
  return modules.length === plan.modules.length ? null : { modules };
}

async function change(request: PageRequest, account: string): Promise<unknown> {
  const { form, caller } = request;
  const { member = '' } = form;
  const [step = '', type = ''] = (form['do'] ?? '').split(':');
  const call = { ...caller, path: { account, member } };
  if (step === 'give-licence') return assignLicence.call({ ...call, path: { ...call.path, type } });
  if (step === 'take-licence') return unassignLicence.call({ ...call, path: { ...call.path, type } });
  if (step === 'set-modules') {
    const plan = planOf(request, await standingIn(request, account));
    if (plan.kind !== 'term') throw new Refused('request.malformed');
    return editMember.call({ ...call, body: { profile: profileIn(form, plan) } });
  }
  if (!Object.hasOwn(edits, step)) throw new Refused('request.malformed');
  const body = { ...edits[step as keyof typeof edits], ends_discount: form['ends_discount'] === 'yes' };
  return editMember.call({ ...call, body });
}
