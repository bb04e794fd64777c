import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Actor } from '../../lib/domain/actor.ts';
import type { AccountId, InvitationId, OrderId, TrainingId } from '../../lib/domain/ids.ts';
import { now } from '../../lib/runtime/clock.ts';
import { log } from '../../lib/runtime/log.ts';
import { consumeBatch } from '../../lib/runtime/queue-consumer.ts';
import { releaseExpiredInvitation } from '../../lib/store/assignments.ts';
import { loadCatalogue } from '../../lib/store/catalogue.ts';
import type { Moment } from '../../lib/store/credit.ts';
import { keys, prefixes } from '../../lib/store/keys.ts';
import { deliverDue } from '../../lib/store/payments.ts';
import { rebillAll } from '../../lib/store/rebill-all.ts';
import { type Rebilling, rebillUnpaid } from '../../lib/store/rebill-unpaid.ts';
import { rollOver } from '../../lib/store/rollover.ts';
import { trainingDue } from '../../lib/store/training-changes.ts';
import { dueMessage } from './due-message.ts';
import { openAnew } from './open-anew.ts';
import { openRenewal } from './open-renewal.ts';

const ROLLOVER: Actor = { kind: 'system', id: 'rollover' };
const REBILLING = keys.rebilling('acc_').sk;

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
    const rebilling: Rebilling = { actor: ROLLOVER, moment, open: openAnew(moment) };
    if (sk === REBILLING) {
      await rebillAll(account, rebilling);
      return;
    }
    // One that was billed at the very moment when its reseller's access ended is found here.
    await rebillUnpaid(account, rebilling);
    const steps = await rollOver(account, moment, openRenewal(moment));
    log.info('A subscription was rolled over', { account, date, steps });
  });
