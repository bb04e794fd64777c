import { html } from 'hono/html';
import { schedules } from '../../../functions/manifest.ts';
import type { Control } from './control.ts';
import { pageReply } from './page.ts';

const STEPS = [
  ['PT1H', 'An hour'],
  ['P1D', 'A day'],
  ['P7D', 'A week'],
  ['P1M', 'A month'],
] as const;

/** Where everything is, and the clock's buttons. */
export const showIndex: Control = (deployed) =>
  pageReply(
    'This deployment',
    html`<ul>
<li><a href="/sign-up">Sign up</a>, <a href="/sign-in">sign in</a>, <a href="/account">account page</a></li>
<li><a href="/docs">API docs</a> (<a href="/openapi.json">OpenAPI</a>)</li>
<li><a href="/_local/inbox">Inbox</a>: every e-mail that would have been sent (<a href="/_local/mail">as JSON</a>)</li>
<li><a href="/_local/events">Events</a> that were published</li>
<li><a href="/_local/dead-letters">Dead letters</a>: work that was given up on</li>
</ul>
<h2>Clock</h2>
<p>It is <time datetime="${deployed.clock.now()}">${deployed.clock.now()}</time>.
Moving the clock runs every job that comes due on the way. It only moves forward.</p>
<div class="row">${STEPS.map(([advance, label]) => moveForm(advance, label))}</div>
<form method="post" action="/_local/clock" class="row">
<label>Or to an instant, such as 2027-01-15T08:00:00Z<br><input name="now" required></label>
<button>Set the clock</button>
</form>
<h2>Schedules</h2>
<ul>${Object.entries(schedules).map(
      ([name, { cron }]) =>
        html`<li>${name}: at minute ${cron.minute} of ${cron.hour === '*' ? 'every hour' : `hour ${cron.hour}`}, UTC</li>`,
    )}</ul>`,
  );

function moveForm(advance: string, label: string): ReturnType<typeof html> {
  return html`<form method="post" action="/_local/clock">
<input type="hidden" name="advance" value="${advance}"><button>${label} later</button>
</form>`;
}
