import type { EventBridgeEvent } from 'aws-lambda';
import { now } from '../../lib/runtime/clock.ts';
import { log } from '../../lib/runtime/log.ts';
import { type SuppressionReason, suppress } from '../../lib/store/suppressions.ts';

interface Addressed {
  readonly emailAddress: string;
}

/** What SES tells about a message, as far as it matters here. */
export interface MailFeedback {
  readonly bounce?: {
    readonly bounceType: string;
    readonly bounceSubType?: string;
    readonly bouncedRecipients: readonly Addressed[];
  };
  readonly complaint?: {
    readonly complaintFeedbackType?: string | null;
    readonly complainedRecipients: readonly Addressed[];
  };
}

/**
 * Stops mail to addresses that do not exist and to people who call it spam. A mailbox that is full or a server that is
 * down for a while is tried again with the next mail. The same report twice changes nothing.
 */
export async function handler(event: EventBridgeEvent<string, MailFeedback>): Promise<void> {
  const { bounce, complaint } = event.detail;
  if (bounce?.bounceType === 'Permanent') await suppressAll(bounce.bouncedRecipients, 'bounce');
  // "not-spam" is what a reader sends who takes the message out of the spam folder.
  if (complaint !== undefined && complaint.complaintFeedbackType !== 'not-spam') {
    await suppressAll(complaint.complainedRecipients, 'complaint');
  }
}

async function suppressAll(recipients: readonly Addressed[], reason: SuppressionReason): Promise<void> {
  for (const { emailAddress } of recipients) await suppress(bareAddress(emailAddress), reason, now());
  log.info('Addresses are no longer written to', { reason, count: recipients.length });
}

/** `Example Owner <owner@example.com>` is the address owner@example.com. */
function bareAddress(address: string): string {
  return /<([^<>]*)>\s*$/.exec(address)?.[1] ?? address;
}
