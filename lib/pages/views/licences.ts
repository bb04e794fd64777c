import type * as z from 'zod';
import type { listLicences } from '../../contract/licences.ts';
import { message } from '../../messages/messages.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';

export type LicenceCounts = z.output<typeof listLicences.response.schema>['types'][number];

/** How many licences there are of each type. On a telephone each row becomes a card. (L2) */
export function licencesPanel({ locale }: Frame, types: readonly LicenceCounts[]): Html {
  const head = {
    in_use: message(locale, 'page.licences.in-use'),
    free: message(locale, 'page.licences.free'),
    total: message(locale, 'page.licences.total'),
    minimum: message(locale, 'page.licences.minimum'),
    buying: message(locale, 'page.licences.buying'),
  };
  const counts = Object.entries(head) as [keyof typeof head, string][];
  return html`<section class="panel" id="licences" aria-labelledby="licences-title">
      <h2 id="licences-title">${message(locale, 'page.licences.title')}</h2>
      <table class="members">
        <caption class="visually-hidden">${message(locale, 'page.licences.caption')}</caption>
        <thead><tr><th scope="col">${message(locale, 'page.licences.type')}</th>${counts.map(([, name]) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
        <tbody>${types.map(
          (row) => html`
          <tr>
            <td data-head="${message(locale, 'page.licences.type')}"><span><strong>${row.name}</strong>${
              row.ending > 0 &&
              html`<br><span class="soft">${message(locale, 'page.licences.ending', { count: row.ending })}</span>`
            }</span></td>
            ${counts.map(([key, name]) => html`<td class="number" data-head="${name}">${row[key]}</td>`)}
          </tr>`,
        )}
        </tbody>
      </table>
    </section>`;
}
