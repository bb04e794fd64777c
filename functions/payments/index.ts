import { area } from '../../lib/runtime/area.ts';
import { receiveGatewayWebhook } from './receive-webhook.ts';

export const handler = area([receiveGatewayWebhook]);
