import type * as z from 'zod';
import type { getTraining } from '../../contract/trainings.ts';
import type { Plan } from '../../domain/catalogue.ts';
import type { Instant } from '../../domain/dates.ts';
import { instantText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { submit } from '../components.ts';
import { type Html, html } from '../html.ts';
import { type Frame, postForm } from '../layout.ts';

type TrainingJson = z.output<typeof getTraining.response.schema>;
type Slot = TrainingJson['slots'][number];

export interface TrainingsView {
  readonly rows: readonly (TrainingJson & {
    /** Whether the booking can still be moved and cancelled here. */
    readonly isChangeable: boolean;
  })[];
  readonly plan: Pick<Plan, 'kind'> & { readonly packs?: readonly { readonly id: string; readonly name: string }[] };
  readonly timeZone: string;
  readonly now: Instant;
  /** Where the next page begins. */
  readonly next: string | null;
  readonly isFirstPage: boolean;
  /** Words beside the times of a session that was sent without one. */
  readonly mistakes: Readonly<Record<string, string>>;
}

type Row = TrainingsView['rows'][number];

/** Where a person gets a session for their calendar. */
export function calendarPath({ id, account }: Pick<TrainingJson, 'id' | 'account'>): string {
  return `/account/trainings/${id}.ics?account=${account}`;
}

/** Sessions that were bought: times to pick, and what is booked. (U5) */
export function trainingsPanel(frame: Frame, account: string, view: TrainingsView): Html | undefined {
  const { locale } = frame;
  const { rows, next, isFirstPage } = view;
  if (rows.length === 0 && isFirstPage) return undefined;
  return html`<section class="panel" id="trainings" aria-labelledby="trainings-title">
      <h2 id="trainings-title">${message(locale, 'page.trainings.title')}</h2>
      <p class="soft">${message(locale, 'page.trainings.intro', { zone: view.timeZone })}</p>
      <ul class="accounts">${rows.map((row) => html`<li>${session(frame, view, row)}</li>`)}</ul>
      ${!isFirstPage && html`<p><a href="/account?account=${account}#trainings">${message(locale, 'page.trainings.first')}</a></p>`}
      ${next !== null && html`<p><a href="/account?account=${account}&amp;trainings=${encodeURIComponent(next)}#trainings">${message(locale, 'page.trainings.more')}</a></p>`}
    </section>`;
}

const tones = { bought: 'inactive', offered: 'suspended', booked: 'active', held: '', cancelled: '' } as const;

function session(frame: Frame, view: TrainingsView, row: Row): Html {
  const { locale } = frame;
  const { state, minutes, pack } = row;
  const name = view.plan.packs?.find(({ id }) => id === pack)?.name ?? pack;
  return html`<div class="panel-title">
        <h3>${message(locale, 'page.trainings.session', { name, minutes })}</h3>
        <span class="badge ${tones[state]}"><span class="visually-hidden">${message(locale, 'page.trainings.state')}: </span>${message(locale, `page.trainings.state.${state}`)}</span>
      </div>
      ${state === 'bought' && html`<p>${message(locale, 'page.trainings.bought')}</p>`}
      ${state === 'offered' && slotsForm(frame, view, row, 'book')}
      ${state === 'booked' && booked(frame, view, row)}`;
}

function slotsForm(frame: Frame, view: TrainingsView, row: Row, button: 'book' | 'move'): Html {
  const { locale } = frame;
  const { id, account, slots, booking } = row;
  const open = slots.filter((slot) => slot.starts_at > view.now && slot.id !== booking?.slot);
  if (open.length === 0) return html`<p>${message(locale, 'page.trainings.all-passed')}</p>`;
  const name = `slot-${id}`;
  const mistake = view.mistakes[name];
  const fields = html`<input type="hidden" name="account" value="${account}">
    <input type="hidden" name="training" value="${id}">
    <fieldset class="field${mistake === undefined ? '' : ' wrong'}" id="${name}">
      <legend>${message(locale, 'page.trainings.pick')}</legend>
      ${mistake && html`<p class="mistake">${mistake}</p>`}
      ${open.map(
        (slot) => html`<label class="choice">
        <input type="radio" name="slot" value="${slot.id}" required>
        <span>${timeText(locale, view.timeZone, slot)}</span>
      </label>`,
      )}
    </fieldset>
    ${submit(message(locale, `page.trainings.${button}`), { name: 'do', value: 'book' })}`;
  return postForm(frame, '/account/trainings', fields);
}

function timeText(locale: Locale, timeZone: string, { starts_at: at }: Slot): string {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone }).format(new Date(at));
  return `${weekday}, ${instantText(locale, timeZone, at)}`;
}

function booked(frame: Frame, view: TrainingsView, row: Row): Html {
  const { locale } = frame;
  const { slots, booking, conference_url: link } = row;
  const slot = slots.find(({ id }) => id === booking?.slot);
  return html`${slot && html`<p><strong>${message(locale, 'page.trainings.when', { date: timeText(locale, view.timeZone, slot) })}</strong></p>`}
      <p>${link === null ? message(locale, 'page.trainings.link-later') : html`<a href="${link}">${message(locale, 'page.trainings.link')}</a>`}</p>
      <p><a class="second" href="${calendarPath(row)}">${message(locale, 'page.trainings.calendar')}</a></p>
      ${row.isChangeable && change(frame, view, row)}`;
}

/** Another time, or none. */
function change(frame: Frame, view: TrainingsView, row: Row): Html {
  const { locale } = frame;
  const { id, account } = row;
  const cancel = html`<input type="hidden" name="account" value="${account}">
    <input type="hidden" name="training" value="${id}">
    ${submit(message(locale, 'page.trainings.cancel'), { name: 'do', value: 'cancel', quiet: true })}`;
  return html`<details${view.mistakes[`slot-${id}`] !== undefined && html` open`}>
        <summary>${message(locale, 'page.trainings.change')}</summary>
        <p>${message(locale, 'page.trainings.change-until')}</p>
        ${slotsForm(frame, view, row, 'move')}
        ${postForm(frame, '/account/trainings', cancel)}
      </details>`;
}
