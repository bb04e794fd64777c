import type * as z from 'zod';
import type { usageSchema } from '../../contract/usage.ts';
import { dateText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';

export interface MeterRow {
  readonly usage: z.output<typeof usageSchema>;
  /** The form, with a pack filled in; undefined where none can be bought now. */
  readonly buyUrl: string | undefined;
}

/** How much is used of what may be, and until when. (U3) */
export function metersPanel({ locale }: Frame, rows: readonly MeterRow[]): Html | undefined {
  if (rows.length === 0) return undefined;
  return html`<section class="panel" id="usage" aria-labelledby="usage-title">
      <h2 id="usage-title">${message(locale, 'page.meters.title')}</h2>
      <ul class="accounts">${rows.map((row) => html`<li>${meterRow(locale, row)}</li>`)}</ul>
    </section>`;
}

function meterRow(locale: Locale, { usage, buyUrl }: MeterRow): Html {
  const { meter, name, used, allowance } = usage;
  const label = `meter-${meter}`;
  return html`<h3 id="${label}">${name}</h3>
      ${allowance > 0 && html`<meter aria-labelledby="${label}" min="0" max="${allowance}" high="${0.8 * allowance}" optimum="0" value="${Math.min(used, allowance)}"></meter>`}
      <p>${texts(locale, usage).join(' · ')}
        ${used > allowance && html`<br><strong>${message(locale, 'page.meters.over', { over: used - allowance })}</strong>`}</p>
      ${buyUrl && html`<p><a class="second" href="${buyUrl}">${message(locale, 'page.meters.buy')}<span class="visually-hidden"> ${message(locale, 'page.meters.buy-of', { meter: name })}</span></a></p>`}`;
}

function texts(locale: Locale, { kind, used, allowance, left, until }: MeterRow['usage']): string[] {
  if (allowance === 0 && used === 0) return [message(locale, 'page.meters.none')];
  const text = message(locale, kind === 'held' ? 'page.meters.held' : 'page.meters.used', { used, allowance });
  const rest =
    until === null
      ? message(locale, 'page.meters.left', { left })
      : message(locale, 'page.meters.left-until', { left, date: dateText(locale, until) });
  return [text, rest];
}
