import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { type Role, roleText } from './account-words.ts';
import { addMemberForm, type MemberFormsView, memberControls } from './member-forms.ts';
import { beforeAdding, type ModuleUsersRow } from './module-users.ts';

export interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
  readonly former: boolean;
  readonly licenceTypes: readonly string[];
  /** Names of the licences held; undefined on plans without licences. */
  readonly licences: readonly string[] | undefined;
  /** The modules the member may use; null for every one, also of those to come. */
  readonly profile: { readonly modules: readonly string[] } | null;
  /** Names of the modules the member may use, `every` where the profile names none; undefined where nobody counts. */
  readonly modules: readonly string[] | 'every' | undefined;
}

export interface MembersView {
  readonly rows: readonly MemberRow[];
  /** Where the next page begins. */
  readonly next: string | null;
  readonly isFirstPage: boolean;
  readonly hasFormer: boolean;
  readonly forms: MemberFormsView;
}

/** Who belongs to the account, with ways to add and change them. On a telephone each row becomes a card. */
export function membersPanel(
  frame: Frame,
  account: string,
  view: MembersView,
  moduleUsers: readonly ModuleUsersRow[],
): Html {
  const { locale } = frame;
  const former = view.hasFormer ? '&former=true' : '';
  return html`<section class="panel" id="members" aria-labelledby="members-title">
      <h2 id="members-title">${message(locale, 'page.members.title')}</h2>
      ${beforeAdding(locale, moduleUsers)}
      ${view.rows.length === 0 ? html`<p class="soft">${message(locale, 'page.members.none')}</p>` : table(frame, account, view)}
      ${!view.isFirstPage && html`<p><a href="/account?account=${account}${former}#members">${message(locale, 'page.members.first')}</a></p>`}
      ${view.next !== null && html`<p><a href="/account?account=${account}&amp;members=${encodeURIComponent(view.next)}${former}#members">${message(locale, 'page.members.more')}</a></p>`}
      <p class="soft">${message(locale, 'page.members.change-hint')}
        <a href="/account?account=${account}${view.hasFormer ? '' : '&former=true'}#members">${message(locale, view.hasFormer ? 'page.members.hide-former' : 'page.members.show-former')}</a></p>
      ${addMemberForm(frame, account, view.forms)}
    </section>`;
}

function table(frame: Frame, account: string, view: MembersView): Html {
  const { locale } = frame;
  const head = {
    name: message(locale, 'page.members.name'),
    email: message(locale, 'page.members.email'),
    role: message(locale, 'page.members.role'),
    licences: message(locale, 'page.members.licences'),
    modules: message(locale, 'page.members.modules'),
    state: message(locale, 'page.members.state'),
  };
  const hasLicences = view.rows.some(({ licences }) => licences !== undefined);
  const hasModules = view.rows.some(({ modules }) => modules !== undefined);
  return html`<table class="members">
        <caption class="visually-hidden">${message(locale, 'page.members.caption')}</caption>
        <thead><tr><th scope="col">${head.name}</th><th scope="col">${head.email}</th><th scope="col">${head.role}</th>${hasLicences && html`<th scope="col">${head.licences}</th>`}${hasModules && html`<th scope="col">${head.modules}</th>`}<th scope="col">${head.state}</th><th scope="col">${message(locale, 'page.members.change')}</th></tr></thead>
        <tbody>${view.rows.map((row) => {
          const controls = memberControls(frame, account, row, view.forms);
          return html`
          <tr>
            <td data-head="${head.name}">${row.name || '—'}</td>
            <td data-head="${head.email}">${row.email}</td>
            <td data-head="${head.role}">${roleText(locale, row.role)}</td>
            ${row.licences && html`<td data-head="${head.licences}">${row.licences.join(', ') || message(locale, 'page.members.no-licences')}</td>`}
            ${row.modules && html`<td data-head="${head.modules}">${modulesText(locale, row.modules)}</td>`}
            <td data-head="${head.state}"><span class="badge ${stateOf(row) === 'active' ? 'active' : 'inactive'}">${message(locale, `page.members.${stateOf(row)}`)}</span></td>
            <td${controls && html` data-head="${message(locale, 'page.members.change')}"`}>${controls}</td>
          </tr>`;
        })}
        </tbody>
      </table>`;
}

function stateOf({ active, former }: MemberRow): 'former' | 'active' | 'inactive' {
  if (former) return 'former';
  return active ? 'active' : 'inactive';
}

function modulesText(locale: Locale, modules: readonly string[] | 'every'): string {
  if (modules === 'every') return message(locale, 'page.members.every-module');
  return modules.join(', ') || message(locale, 'page.members.no-modules');
}
