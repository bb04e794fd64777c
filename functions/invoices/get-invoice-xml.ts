import { setTimeout as sleep } from 'node:timers/promises';
import * as contract from '../../lib/contract/invoice-files.ts';
import type { AccountId, InvoiceId } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { loadInvoiceXml } from '../../lib/store/e-invoices.ts';
import { requireInvoiceFor } from '../../lib/store/invoices.ts';

/** Eight seconds in all, well within what an HTTP API waits for. */
const TRIES = 17;
const PAUSE_MS = 500;
const COME_BACK_SECONDS = 5;

export const getInvoiceXml = route(contract.getInvoiceXml, async ({ path: { account, invoice }, actor }) => {
  const { document } = await requireInvoiceFor(actor, account, invoice);
  const xml = await waitForXml(account, invoice);
  return { body: xml, headers: { 'content-disposition': `attachment; filename="${document.number}.xml"` } };
});

/** Errors: `invoice.xml-not-ready` when it is not there after eight seconds. */
async function waitForXml(account: AccountId, invoice: InvoiceId): Promise<string> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const xml = await loadInvoiceXml(account, invoice);
    if (xml !== undefined) return xml;
    if (tries < TRIES) await sleep(PAUSE_MS);
  }
  throw new Refused('invoice.xml-not-ready', { retryAfterSeconds: COME_BACK_SECONDS });
}
