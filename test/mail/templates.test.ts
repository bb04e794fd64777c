import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { composeMail } from '../../lib/mail/compose.ts';
import { type RenderedMail, renderMail } from '../../lib/mail/render.ts';
import { locales } from '../../lib/messages/locales.ts';
import { examplesFor, findingsFor, frame } from './examples.ts';

function rendered(organisation: string, locale = frame.locale): [string, RenderedMail][] {
  const mailFrame = { ...frame, locale };
  return Object.values(examplesFor(organisation)).map((mail) => [
    mail.template,
    renderMail(composeMail(mail, mailFrame, findingsFor(mail, organisation)), mailFrame),
  ]);
}

describe('E3: every mail is whole', () => {
  it.each(rendered('Acme'))('%s has a subject, HTML and text without a leftover placeholder', (_, mail) => {
    for (const part of [mail.subject, mail.html.replace(/<style>[\s\S]*<\/style>/, ''), mail.text]) {
      expect(part.length).toBeGreaterThan(10);
      expect(part).not.toMatch(/[{}]|undefined|\[object|mail\.[a-z-]+\./);
    }
  });

  it.each(rendered('Acme'))('%s says why it comes and where to ask, and shows its address in full', (_, mail) => {
    const target = /<a class="action" href="([^"]+)"/.exec(mail.html)?.[1]?.replaceAll('&amp;', '&') ?? 'none';
    expect(mail.text).toContain(target);
    expect(mail.html.match(/href="/g)).toHaveLength(2);
    for (const part of [mail.html, mail.text]) {
      expect(part).toContain('You get this e-mail because');
      expect(part).toContain('support@example.com');
      expect(part).toContain('Prepaid CRM S.r.l., Via Esempio 1, 20121 Milano');
    }
  });

  it.each(locales)('each one says in its HTML that it is written for %s', (locale) => {
    for (const [, mail] of rendered('Acme', locale)) expect(mail.html).toContain(`<html lang="${locale}">`);
  });
});

describe('A2: a link that a person can check before opening it', () => {
  it.each(['confirm-sign-up', 'invitation', 'password-reset', 'set-password'])(
    '%s says until when it works',
    (name) => {
      const mail = new Map(rendered('Acme')).get(name);
      expect(mail?.text).toContain('The link works once, until January 16, 2026 at 09:00 AM GMT+1.');
      expect(mail?.text).toMatch(/https:\/\/account\.example\.com\/[a-z-]+\?token=[\w-]{43}&locale=en\n/);
    },
  );
});

describe('P9: dates and money read as the language writes them', () => {
  it.each([
    ['en', '€144.00', 'December 31, 2026'],
    ['de', '144,00\u00a0€', '31. Dezember 2026'],
    ['it', '144,00\u00a0€', '31 dicembre 2026'],
    ['sv', '144,00\u00a0€', '31 december 2026'],
  ] as const)('in %s', (locale, amount, date) => {
    const mail = new Map(rendered('Acme', locale)).get('credit-bought');
    expect(mail?.subject).toContain(amount);
    expect(mail?.text).toContain(date);
  });

  it('leaves the date out where the credit has no end yet', () => {
    const mail = { ...examplesFor('Acme')['credit-bought'], expiresOn: undefined };
    const { text } = renderMail(composeMail(mail, frame, { organisation: 'Acme' }), frame);
    expect(text).toContain('We have added €144.00 to the credit of Acme.');
    expect(text).not.toContain('paid through');
  });

  it.each([
    [0, 'used up today'],
    [1, 'lasts one more day'],
    [30, 'lasts 30 more days'],
  ])('with %i days left the subject says "%s"', (days, words) => {
    const mail = { ...examplesFor('Acme')['credit-expiring'], days };
    expect(renderMail(composeMail(mail, frame, { organisation: 'Acme' }), frame).subject).toContain(words);
  });
});

describe('A3: the mail of a confirmed sign-up says what there is to do on its plan', () => {
  const mailOn = (plan: 'prepaid' | 'term') => {
    const mail = { ...examplesFor('Acme')['sign-up-confirmed'], plan };
    return renderMail(composeMail(mail, frame), frame).text;
  };

  it('a prepaid plan has credit and is activated', () => {
    expect(mailOn('prepaid')).toContain(
      'you see your credit and how long it lasts, buy more, and activate the service',
    );
  });

  it('another has a subscription and perhaps a trial, and no credit', () => {
    expect(mailOn('term')).toContain('you see your subscription, buy what you need, and start the free trial if');
    expect(mailOn('term')).not.toContain('credit');
  });
});

describe('What a customer types cannot become markup, a link or a header', () => {
  const hostile = '<img src=x onerror=alert(1)> & "Söhne" \'{plan}\'';

  it.each(rendered(hostile))('%s shows a name as it is', (_, mail) => {
    expect(mail.html).not.toContain('<img');
    expect(mail.html).not.toContain('onerror=alert(1)>');
    expect(mail.html.match(/<[^>]*onerror/)).toBeNull();
  });

  it('keeps the name readable where it belongs', () => {
    const mail = new Map(rendered(hostile)).get('added-to-account');
    expect(mail?.text).toContain(hostile);
    expect(mail?.html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Söhne&quot;');
  });

  it.each(['Win at https://evil.example/now', 'www.evil.example', 'evil.example', 'call evil.example/x'])(
    'leaves "%s" out of mails that go to strangers',
    (name) => {
      const mails = new Map(rendered(name));
      for (const template of ['confirm-sign-up', 'invitation']) {
        const mail = mails.get(template);
        expect(`${mail?.subject}${mail?.text}${mail?.html}`).not.toContain('evil');
      }
      expect(mails.get('sign-up-confirmed')?.text).toContain(name);
    },
  );

  it('keeps a subject on one line, so that MIME takes it as one header', async () => {
    const subject =
      new Map(rendered('Acme\r\nBcc: everyone@example.com\u2028x')).get('added-to-account')?.subject ?? '';
    expect(subject).toBe('You were added to Acme Bcc: everyone@example.com x on Prepaid CRM');
    const parsed = await PostalMime.parse(`Subject: ${subject}\r\nTo: a@example.com\r\n\r\nx`);
    expect(parsed.bcc).toBeUndefined();
  });
});

describe('L9, L12: the end of a trial or subscription, with licences or without', () => {
  it.each(['trial-ended', 'subscription-ended'] as const)('%s asks to order, and not for licences', (template) => {
    const mail = new Map(rendered('Acme')).get(template);
    expect(mail?.text).toMatch(/\border\b/);
    expect(`${mail?.text} ${mail?.html}`).not.toMatch(/licen[cs]e|still to be paid/i);
  });

  it('an ended subscription says what it still owes', () => {
    const owed = { amountMinor: 1_040, currency: 'EUR' };
    const mail = { ...examplesFor('Acme')['subscription-ended'], owed };
    expect(renderMail(composeMail(mail, frame, { organisation: 'Acme' }), frame).text).toContain(
      '€10.40 is still to be paid; another e-mail says how.',
    );
  });
});
