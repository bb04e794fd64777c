import type { Plan } from '../../domain/catalogue.ts';
import type { Locale } from '../../messages/locales.ts';
import { type MessageKey, message } from '../../messages/messages.ts';
import { field, select, stepButton, submit } from '../components.ts';
import { type Html, html } from '../html.ts';
import { type Frame, postForm } from '../layout.ts';
import type { MemberRow } from './members.ts';

const PATH = '/account/members';

export interface MemberFormsView {
  readonly plan: Plan;
  /** What was entered to add somebody, where that was refused. */
  readonly entered: Readonly<Record<string, string>> | undefined;
  readonly mistakes: Readonly<Record<string, string>>;
  /** Whom to ask about whether the reseller's discount may end: a member, or `new`. (R4) */
  readonly asksDiscount: string | undefined;
}

/** Every way a member can be changed, each a button of its own: sent again, it changes nothing more. */
export function memberControls(frame: Frame, account: string, row: MemberRow, view: MemberFormsView): Html | undefined {
  const { locale } = frame;
  const steps = stepsOf(locale, row, view.plan);
  const modules = moduleChoices(locale, row, view.plan);
  if (row.email === '' || (steps.length === 0 && modules === undefined)) return undefined;
  const who = row.name || row.email;
  const form = html`<input type="hidden" name="account" value="${account}">
    <input type="hidden" name="member" value="${row.id}">
    ${view.asksDiscount === row.id && discountBox(locale, row.id)}
    <div class="buttons">${steps.map(({ step, label }) => stepButton(step, label, who))}</div>
    ${modules && html`${modules} ${stepButton('set-modules', message(locale, 'page.members.set-modules'), who)}`}`;
  return html`<details${view.asksDiscount === row.id && html` open`}>
      <summary>${message(locale, 'page.members.change')}<span class="visually-hidden"> (${who})</span></summary>
      ${postForm(frame, PATH, form)}
    </details>`;
}

interface Step {
  readonly step: string;
  readonly label: string;
}

function stepsOf(locale: Locale, row: MemberRow, plan: Plan): Step[] {
  const step = (name: string, key: MessageKey): Step => ({ step: name, label: message(locale, key) });
  if (row.role === 'owner') return [];
  if (row.former) return [step('bring-back', 'page.members.bring-back')];
  return [
    row.active ? step('make-inactive', 'page.members.make-inactive') : step('make-active', 'page.members.make-active'),
    row.role === 'admin'
      ? step('make-member', 'page.members.make-member')
      : step('make-admin', 'page.members.make-admin'),
    ...licenceSteps(locale, row, plan),
    step('make-former', 'page.members.make-former'),
  ];
}

function licenceSteps(locale: Locale, { licenceTypes: held }: MemberRow, plan: Plan): Step[] {
  if (plan.kind !== 'term') return [];
  return plan.licenceTypes
    .filter(({ id, retired }) => !retired || held.includes(id))
    .map(({ id, name }) => {
      const kind = held.includes(id) ? 'take-licence' : 'give-licence';
      return { step: `${kind}:${id}`, label: message(locale, `page.members.${kind}`, { name }) };
    });
}

/** What a member may use, as it is; who is former uses nothing. (A8) */
function moduleChoices(locale: Locale, { id: member, former, profile }: MemberRow, plan: Plan): Html | undefined {
  if (former || plan.kind !== 'term' || plan.modules.length === 0) return undefined;
  return html`<fieldset class="field"><legend>${message(locale, 'page.members.add-modules')}</legend>
      ${plan.modules.map(({ id, name }) => {
        const field = memberModuleField(id);
        return box({ id: `${field}-${member}`, name: field }, name, profile === null || profile.modules.includes(id));
      })}</fieldset>`;
}

function box({ id, name }: { readonly id: string; readonly name: string }, label: string, isChecked: boolean): Html {
  return html`<label class="choice"><input type="checkbox" id="${id}" name="${name}" value="yes"${isChecked && html` checked`}><span>${label}</span></label>`;
}

function discountBox(locale: Locale, about: string): Html {
  return html`<label class="choice"><input type="checkbox" id="ends_discount-${about}" name="ends_discount" value="yes">
      <span>${message(locale, 'page.members.ends-discount')}</span></label>`;
}

/** Name, role, modules and licences of somebody to add, by e-mail. */
export function addMemberForm(frame: Frame, account: string, view: MemberFormsView): Html {
  const { locale } = frame;
  const { entered = {}, mistakes } = view;
  const roles = ['member', 'admin'] as const;
  const form = html`<input type="hidden" name="account" value="${account}">
    ${field({ name: 'email', label: message(locale, 'page.members.email'), type: 'email', value: entered['email'], mistake: mistakes['email'], autocomplete: 'off', maxLength: 254 })}
    ${select({
      name: 'role',
      label: message(locale, 'page.members.role'),
      value: entered['role'] ?? 'member',
      options: roles.map((value) => ({ value, label: message(locale, `page.members.role.${value}`) })),
    })}
    ${choices(locale, view)}
    ${view.asksDiscount === 'new' && discountBox(locale, 'new')}
    ${submit(message(locale, 'page.members.add-submit'), { name: 'do', value: 'add', quiet: true })}`;
  return html`<details${view.entered !== undefined && html` open`}>
      <summary>${message(locale, 'page.members.add')}</summary>
      <p>${message(locale, 'page.members.add-intro')}</p>
      ${postForm(frame, PATH, form)}
    </details>`;
}

function choices(locale: Locale, { plan, entered }: MemberFormsView): Html | undefined {
  if (plan.kind !== 'term') return undefined;
  const licences = plan.licenceTypes.filter(({ retired }) => !retired);
  const choice = (field: string, label: string, isChecked: boolean) =>
    box({ id: field, name: field }, label, isChecked);
  return html`${
    licences.length > 0 &&
    html`<fieldset class="field"><legend>${message(locale, 'page.members.add-licences')}</legend>
      <p class="hint">${message(locale, 'page.members.add-licences-hint')}</p>
      ${licences.map(({ id, name }, index) => choice(memberLicenceField(id), name, entered === undefined ? index === 0 : entered[memberLicenceField(id)] === 'yes'))}</fieldset>`
  }
  ${
    plan.modules.length > 0 &&
    html`<fieldset class="field"><legend>${message(locale, 'page.members.add-modules')}</legend>
      ${plan.modules.map(({ id, name }) => choice(memberModuleField(id), name, entered === undefined || entered[memberModuleField(id)] === 'yes'))}</fieldset>`
  }`;
}

export const memberLicenceField = (type: string) => `member-licence-${type}`;
export const memberModuleField = (module: string) => `member-module-${module}`;
