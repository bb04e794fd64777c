import { GetSendQuotaCommand, SESClient, SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { startStubbed } from './start-stubbed.ts';

let deployment: LocalDeployment;
let ses: SESClient;
let feedback: unknown[];

beforeEach(async () => {
  feedback = [];
  deployment = await startStubbed({
    'mail-feedback': async (event: unknown) => {
      feedback.push(event);
    },
  });
  ses = new SESClient({ maxAttempts: 1 });
});
afterEach(async () => {
  ses.destroy();
  await deployment.stop();
});

const mailTo = (to: string, text = 'Open https://example.test/confirm?token=a&x=1.') =>
  new SendEmailCommand({
    Source: 'Seatledger <no-reply@seatledger.test>',
    Destination: { ToAddresses: [to] },
    Message: {
      Subject: { Data: 'Confirm your è-mail <now>' },
      Body: { Text: { Data: text }, Html: { Data: '<a href="https://example.test/help?a=1&amp;b=2">Help</a>' } },
    },
    ConfigurationSetName: 'seatledger',
  });
const mail = async (query = ''): Promise<{ messages: unknown[] }> => {
  const answer = await fetch(`${deployment.url}/_local/mail${query}`);
  return (await answer.json()) as { messages: unknown[] };
};

describe('an e-mail sent with the SDK', () => {
  it('is in the inbox with its links', async () => {
    const { MessageId } = await ses.send(mailTo('Owner <owner@example.test>'));
    expect(await mail()).toEqual({
      messages: [
        {
          id: MessageId,
          to: 'owner@example.test',
          from: 'Seatledger <no-reply@seatledger.test>',
          subject: 'Confirm your è-mail <now>',
          text: 'Open https://example.test/confirm?token=a&x=1.',
          html: '<a href="https://example.test/help?a=1&amp;b=2">Help</a>',
          links: ['https://example.test/confirm?token=a&x=1', 'https://example.test/help?a=1&b=2'],
          attachments: [],
          sent_at: expect.stringMatching(/^2026-01-15T08:0/),
        },
      ],
    });
  });

  it('has its files by name and content when sent raw, text as text and others in base64', async () => {
    const mime = [
      'From: no-reply@seatledger.test',
      'To: member@example.test',
      'Subject: Files',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=part',
      '',
      '--part',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Two files.',
      '--part',
      'Content-Type: application/ics; name=a.ics',
      'Content-Disposition: attachment; filename=a.ics',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('SUMMARY:Caffè\r\n').toString('base64'),
      '--part',
      'Content-Type: application/octet-stream',
      'Content-Disposition: attachment; filename=b.bin',
      'Content-Transfer-Encoding: base64',
      '',
      '/wA=',
      '--part--',
      '',
    ].join('\r\n');
    await ses.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(mime) } }));
    const { messages } = await mail();
    expect(messages).toMatchObject([
      {
        text: expect.stringContaining('Two files.'),
        attachments: [
          { name: 'a.ics', content_type: 'application/ics', content: 'SUMMARY:Caffè\r\n' },
          { name: 'b.bin', content_type: 'application/octet-stream', content: '/wA=' },
        ],
      },
    ]);
    const page = await (await fetch(`${deployment.url}/_local/inbox`)).text();
    expect(page).toContain('Attached: a.ics');
  });

  it('is in the inbox when sent raw, too', async () => {
    const mime = [
      'From: Seatledger <no-reply@seatledger.test>',
      'To: Member <member@example.test>',
      'Subject: =?utf-8?q?Caff=C3=A8?=',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Pi=C3=B9 https://example.test/x',
    ].join('\r\n');
    await ses.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(mime) } }));
    expect(await mail()).toMatchObject({
      messages: [
        {
          to: 'member@example.test',
          subject: 'Caffè',
          text: expect.stringContaining('Più'),
          links: ['https://example.test/x'],
        },
      ],
    });
  });

  it('is found by its recipient, and can be cleared away', async () => {
    await ses.send(mailTo('owner@example.test'));
    await ses.send(mailTo('member@example.test'));
    expect((await mail('?to=MEMBER@example.test')).messages).toHaveLength(1);
    expect((await fetch(`${deployment.url}/_local/mail`, { method: 'DELETE' })).status).toBe(204);
    expect(await mail()).toEqual({ messages: [] });
  });

  it('is shown on the inbox page, its HTML in a sandbox and nothing of it in the page', async () => {
    await ses.send(mailTo('owner@example.test', '<script>alert(1)</script>'));
    const page = await (await fetch(`${deployment.url}/_local/inbox`)).text();
    expect(page).toContain('Confirm your è-mail &lt;now&gt;');
    expect(page).toMatch(/<iframe [^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    expect(page).toContain('&lt;a href=&quot;https://example.test/help');
    expect(page).not.toContain('<script');
  });
});

describe('an address that bounces or complains', () => {
  it.each([
    ['bounce@simulator.amazonses.com', 'Email Bounced', 'bounce', 'bouncedRecipients'],
    ['bounce+owner@example.test', 'Email Bounced', 'bounce', 'bouncedRecipients'],
    ['complaint@simulator.amazonses.com', 'Email Complaint Received', 'complaint', 'complainedRecipients'],
  ])('%s comes back as %s', async (address, detailType, part, recipients) => {
    const { MessageId } = await ses.send(mailTo(address));
    await deployment.settle();
    expect(feedback).toEqual([
      expect.objectContaining({
        source: 'aws.ses',
        'detail-type': detailType,
        detail: expect.objectContaining({
          [part]: expect.objectContaining({ [recipients]: [expect.objectContaining({ emailAddress: address })] }),
          mail: expect.objectContaining({ messageId: MessageId, destination: [address] }),
        }),
      }),
    ]);
  });
});

describe('what SES refuses', () => {
  it('is throttled as often as a test asks for', async () => {
    const asked = await fetch(`${deployment.url}/_local/mail-failures`, { method: 'POST', body: '{"next":2}' });
    expect(asked.status).toBe(200);
    await expect(ses.send(mailTo('owner@example.test'))).rejects.toMatchObject({ name: 'Throttling' });
    await expect(ses.send(mailTo('owner@example.test'))).rejects.toMatchObject({ name: 'Throttling' });
    await ses.send(mailTo('owner@example.test'));
    expect((await mail()).messages).toHaveLength(1);
  });

  it('is an address with a line break, or no address', async () => {
    await expect(ses.send(mailTo('owner@example.test\r\nBcc: other@example.test'))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await expect(ses.send(mailTo('nobody'))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('is another configuration set than the deployment’s', async () => {
    const command = mailTo('owner@example.test');
    command.input.ConfigurationSetName = 'other';
    await expect(ses.send(command)).rejects.toMatchObject({ name: 'ConfigurationSetDoesNotExistException' });
  });

  it('is, loudly, an action that is not answered locally', async () => {
    const stderr = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await expect(ses.send(new GetSendQuotaCommand({}))).rejects.toThrow(/GetSendQuota is not answered locally/);
    expect(stderr).toHaveBeenCalled();
    stderr.mockRestore();
  });
});
