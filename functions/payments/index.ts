import { area } from '../../lib/runtime/area.ts';
import { assignPayment } from './assign-payment.ts';
import { getPayment } from './get-payment.ts';
import { importStatement } from './import-statement.ts';
import { listPayments } from './list-payments.ts';
import { receiveGatewayWebhook } from './receive-webhook.ts';
import { recordPayment } from './record-payment.ts';

export const handler = area([
  recordPayment,
  importStatement,
  listPayments,
  getPayment,
  assignPayment,
  receiveGatewayWebhook,
]);
