import { pageArea } from '../../lib/pages/http.ts';
import { payCheckout, showCheckout } from './pay.ts';

export const handler = pageArea([showCheckout, payCheckout]);
