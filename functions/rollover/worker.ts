import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { AccountId, InvitationId, OrderId, TrainingId } from '../../lib/domain/ids.ts';
import { now } from '../../lib/runtime/clock.ts';
import { log } from '../../lib/runtime/log.ts';
import { consumeBatch } from '../../lib/runtime/queue-consumer.ts';
import { releaseExpiredInvitation } from '../../lib/store/assignments.ts';
import { loadCatalogue } from '../../lib/store/catalogue.ts';
import type { Moment } from '../../lib/store/credit.ts';
import { prefixes } from '../../lib/store/keys.ts';
import { deliverDue } from '../../lib/store/payments.ts';
import { rollOver } from '../../lib/store/rollover.ts';
import { trainingDue } from '../../lib/store/training-changes.ts';
import { dueMessage } from './due-message.ts';
import { openRenewal } from './open-renewal.ts';

/** Does what is due for one item; a message that comes again finds it done. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  consumeBatch(event, async (body) => {
    const { date, pk, sk, catalogue: version } = dueMessage.parse(body);
    const { catalogue } = await loadCatalogue(version);
    const moment: Moment = { today: date, now: now(), catalogue };
    const account = pk.slice('ACC#'.length) as AccountId;
    if (sk.startsWith(prefixes.invitation)) {
      await releaseExpiredInvitation(account, sk.slice(prefixes.invitation.length) as InvitationId, moment);
      return;
    }
    if (sk.startsWith(prefixes.order)) {
      await deliverDue({ account, order: sk.slice(prefixes.order.length) as OrderId }, moment);
      return;
    }
    if (sk.startsWith(prefixes.training)) {
      await trainingDue({ account, training: sk.slice(prefixes.training.length) as TrainingId }, moment);
      return;
    }
    const steps = await rollOver(account, moment, openRenewal(moment));
    log.info('A subscription was rolled over', { account, date, steps });
  });
