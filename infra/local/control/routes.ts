import type { Deployed } from '../deployed.ts';
import { problemReply, type Reply } from '../gateway/reply.ts';
import type { LocalRequest } from '../server.ts';
import { moveClock, showClock } from './clock.ts';
import type { Control } from './control.ts';
import { showInbox } from './inbox-page.ts';
import { showIndex } from './index-page.ts';
import { clearMail, failMail, listMail } from './mail.ts';
import { showVies, tellVies } from './vies.ts';
import { listDeadLetters, listEvents, redriveDeadLetters, runSchedule } from './work.ts';

/** The switches and windows that only a local deployment has. `*` is one path segment, handed over as the name. */
const controls: Readonly<Record<string, Control>> = {
  'GET /_local': showIndex,
  'GET /_local/clock': showClock,
  'POST /_local/clock': moveClock,
  'GET /_local/mail': listMail,
  'DELETE /_local/mail': clearMail,
  'GET /_local/inbox': showInbox,
  'POST /_local/mail-failures': failMail,
  'GET /_local/vies': showVies,
  'POST /_local/vies': tellVies,
  'POST /_local/run/*': runSchedule,
  'GET /_local/events': listEvents,
  'GET /_local/dead-letters': listDeadLetters,
  'POST /_local/dead-letters/*/redrive': redriveDeadLetters,
};

export async function answerLocally(deployed: Deployed, request: LocalRequest): Promise<Reply> {
  for (const [route, control] of Object.entries(controls)) {
    const name = nameIn(route, `${request.method} ${request.path}`);
    if (name !== undefined) return control(deployed, request, name);
  }
  return problemReply(404, 'route.not-found', 'See /_local for what there is.');
}

function nameIn(route: string, requested: string): string | undefined {
  const [before = '', after = ''] = route.split('*');
  if (!route.includes('*')) return route === requested ? '' : undefined;
  const name = requested.slice(before.length, requested.length - after.length);
  const isMatch = requested.startsWith(before) && requested.endsWith(after) && name !== '' && !name.includes('/');
  return isMatch ? name : undefined;
}
