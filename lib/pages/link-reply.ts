import type { Refused } from '../domain/refusal.ts';
import { statusOf } from '../runtime/problem.ts';
import type { PageReply, PageRequest } from './http.ts';
import { linkProblemView } from './views/links.ts';

/** Whether a refusal is about the link itself, and has a page of its own. */
export function isAboutLink({ code }: Refused): boolean {
  return code.startsWith('link.') || code === 'invitation.withdrawn';
}

/** What a link that cannot be used answers; any other refusal goes on to the page for refusals. */
export function linkReply(request: PageRequest, refused: Refused, token: string): PageReply {
  const view = linkProblemView(request, refused, token);
  if (view === undefined) throw refused;
  return { html: view, status: statusOf[refused.code] };
}
