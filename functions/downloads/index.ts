import { pageArea } from '../../lib/pages/http.ts';
import { downloadInvoice } from './download-invoice.ts';

export const handler = pageArea([downloadInvoice]);
