import { randomUUID } from 'node:crypto';
import { AWS_ACCOUNT, AWS_REGION, MAIL_CONFIGURATION_SET } from '../names.ts';

export interface SentMail {
  readonly id: string;
  readonly action: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly sentAt: string;
}

export interface Feedback {
  readonly detailType: 'Email Bounced' | 'Email Complaint Received';
  readonly detail: unknown;
  readonly resources: readonly string[];
}

/** SES's own test addresses, and any address that says what is to become of it: `bounce+owner@example.com`. */
const BOUNCING = /^(bounce@simulator\.amazonses\.com$|bounce\+)/i;
const COMPLAINING = /^(complaint@simulator\.amazonses\.com$|complaint\+)/i;

/** What SES reports on a message, in the shape its EventBridge destination sends. */
export function feedbackOn(mail: SentMail): Feedback[] {
  const bounced = mail.to.filter((address) => BOUNCING.test(address));
  const complained = mail.to.filter((address) => COMPLAINING.test(address));
  const resources = [`arn:aws:ses:${AWS_REGION}:${AWS_ACCOUNT}:configuration-set/${MAIL_CONFIGURATION_SET}`];
  return [
    ...(bounced.length === 0
      ? []
      : [{ detailType: 'Email Bounced' as const, detail: bounce(mail, bounced), resources }]),
    ...(complained.length === 0
      ? []
      : [{ detailType: 'Email Complaint Received' as const, detail: complaint(mail, complained), resources }]),
  ];
}

function bounce(mail: SentMail, addresses: readonly string[]): unknown {
  return {
    eventType: 'Bounce',
    bounce: {
      feedbackId: randomUUID(),
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: addresses.map((emailAddress) => ({
        emailAddress,
        action: 'failed',
        status: '5.1.1',
        diagnosticCode: 'smtp; 550 5.1.1 user unknown',
      })),
      timestamp: mail.sentAt,
      reportingMTA: 'dns; e.amazonses.com',
    },
    mail: mailOf(mail),
  };
}

function complaint(mail: SentMail, addresses: readonly string[]): unknown {
  return {
    eventType: 'Complaint',
    complaint: {
      feedbackId: randomUUID(),
      complaintSubType: null,
      complainedRecipients: addresses.map((emailAddress) => ({ emailAddress })),
      timestamp: mail.sentAt,
      userAgent: 'Amazon SES Mailbox Simulator',
      complaintFeedbackType: 'abuse',
      arrivalDate: mail.sentAt,
    },
    mail: mailOf(mail),
  };
}

function mailOf(mail: SentMail): unknown {
  return {
    timestamp: mail.sentAt,
    source: mail.from,
    sourceArn: `arn:aws:ses:${AWS_REGION}:${AWS_ACCOUNT}:identity/seatledger.test`,
    sendingAccountId: AWS_ACCOUNT,
    messageId: mail.id,
    destination: mail.to,
    headersTruncated: false,
    headers: [
      { name: 'From', value: mail.from },
      { name: 'To', value: mail.to.join(', ') },
      { name: 'Subject', value: mail.subject },
      { name: 'MIME-Version', value: '1.0' },
    ],
    commonHeaders: { from: [mail.from], to: mail.to, messageId: mail.id, subject: mail.subject },
    tags: {
      'ses:operation': [mail.action],
      'ses:configuration-set': [MAIL_CONFIGURATION_SET],
      'ses:source-ip': ['127.0.0.1'],
    },
  };
}
