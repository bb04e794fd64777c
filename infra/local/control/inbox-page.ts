import { html } from 'hono/html';
import type { MailAttachment, MailMessage } from '../inbox.ts';
import type { Control } from './control.ts';
import { pageReply } from './page.ts';

type Markup = ReturnType<typeof html>;

/** Every e-mail that would have been sent, newest first, and the one that is chosen. */
export const showInbox: Control = async (deployed, request) => {
  await deployed.settle();
  const messages = [...deployed.inbox.messages()].reverse();
  const wanted = new URLSearchParams(request.query).get('message');
  const chosen = messages.find(({ id }) => id === wanted) ?? messages[0];
  if (chosen === undefined) {
    return pageReply('Inbox', html`<p>No e-mail yet. <a href="/sign-up">Sign up</a> to get the first.</p>`);
  }
  return pageReply(
    'Inbox',
    html`<div class="split">
<nav aria-label="Messages"><ol class="messages">${messages.map((message) => listItem(message, chosen.id))}</ol></nav>
${messageView(chosen)}
</div>`,
  );
};

function listItem(message: MailMessage, chosenId: string): Markup {
  const current = message.id === chosenId ? html` aria-current="true"` : '';
  return html`<li><a href="/_local/inbox?message=${message.id}"${current}>
<strong>${message.subject}</strong><br>${message.to}<br><small>${moment(message.sent_at)}</small></a></li>`;
}

function messageView(message: MailMessage): Markup {
  return html`<article aria-labelledby="subject">
<h2 id="subject">${message.subject}</h2>
<dl>
<dt>From</dt><dd>${message.from}</dd>
<dt>To</dt><dd>${message.to}</dd>
<dt>Sent</dt><dd><time datetime="${message.sent_at}">${moment(message.sent_at)}</time></dd>
</dl>
${message.html === '' ? '' : frame(message)}
<h3>Text</h3>
<pre>${message.text}</pre>
${message.links.length === 0 ? '' : links(message)}
${message.attachments.map(attachment)}
</article>`;
}

/** Sandboxed, since a mail's HTML is not this page's; its links open in a tab of their own, where they work as usual. */
function frame(message: MailMessage): Markup {
  const framed = `<base target="_blank">${message.html}`;
  return html`<iframe title="${message.subject}" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${framed}"></iframe>`;
}

function links(message: MailMessage): Markup {
  return html`<h3>Links</h3><ul>${message.links.map((link) => html`<li><a href="${link}">${link}</a></li>`)}</ul>`;
}

function attachment({ name, content_type, content }: MailAttachment): Markup {
  return html`<h3>Attached: ${name}</h3><p>${content_type}</p><pre>${content}</pre>`;
}

function moment(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}
