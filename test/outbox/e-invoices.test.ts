import { marshall } from '@aws-sdk/util-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderUbl } from '../../lib/documents/ubl/render-ubl.ts';
import type { AccountId, InvoiceId } from '../../lib/domain/ids.ts';
import type { Invoice } from '../../lib/domain/invoices/invoice.ts';
import { forgetEnvironment } from '../../lib/runtime/environment.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { loadInvoiceXml, storeInvoiceXml } from '../../lib/store/e-invoices.ts';
import { loadInvoice, noteOnInvoice, transactNumbered } from '../../lib/store/invoices.ts';
import { keys } from '../../lib/store/keys.ts';
import { get, put, transact } from '../../lib/store/table.ts';
import { type Deployed, deploy, OPERATOR_KEY } from '../catalogue/deploy.ts';
import { billOf, issued, line, samples } from '../documents/ubl/samples.ts';
import { leaveBooks } from '../support/books.ts';

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deploy();
  // The invoices here are issued without what they bill.
  leaveBooks();
});
afterAll(() => deployed?.deployment.stop());

/** A bill of an account of its own, which the stream has not seen. */
function billOfNobody(more: Partial<Invoice> = {}): Invoice {
  return issued(billOf({}), { account: newId('acc'), id: newId('doc'), ...more });
}

/** Issues an invoice as the service does, with the next number. */
async function issue(draft: Invoice): Promise<Invoice> {
  await transactNumbered([draft], []);
  const stored = await loadInvoice(draft.account, draft.id);
  if (stored === undefined) throw new Error('The invoice was not issued.');
  return stored.document;
}

function xmlOf(account: AccountId, invoice: InvoiceId): Promise<Response> {
  const url = `${deployed.deployment.url}/v1/accounts/${account}/invoices/${invoice}.xml`;
  return fetch(url, { headers: { authorization: `Bearer ${OPERATOR_KEY}` } });
}

function queueEvent(...bodies: unknown[]): SQSEvent {
  return {
    Records: bodies.map((body, index) => ({ messageId: `m-${index}`, body: JSON.stringify(body) })),
  } as SQSEvent;
}

describe('T1: every invoice becomes an electronic one', () => {
  it('is made after the commit, and read as XML under the invoice’s number', async () => {
    const { account, id, number } = await issue(billOfNobody());
    await deployed.deployment.settle();
    const answer = await xmlOf(account, id);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${number}.xml"`);
    expect(await answer.text()).toBe(await loadInvoiceXml(account, id));
  });

  it('says what the invoice said when it was issued, although it was paid meanwhile', async () => {
    const invoice = await issue(billOfNobody({ ...samples['open-transfer'], account: newId('acc'), id: newId('doc') }));
    const before = await loadInvoice(invoice.account, invoice.id);
    if (before === undefined) throw new Error('The invoice is gone.');
    await transact([noteOnInvoice(before, { paid: invoice.total })]);
    await deployed.deployment.settle();
    expect(await loadInvoiceXml(invoice.account, invoice.id)).toBe(await renderUbl(invoice));
  });

  it('is made once, although it is asked for ten times at once and again', async () => {
    const { account, id: invoice } = await issue(billOfNobody());
    const ask = () => deployed.deployment.invoke('e-invoicer', queueEvent({ account, invoice }));
    await Promise.all(Array.from({ length: 10 }, ask));
    await deployed.deployment.settle();
    await put({ Item: { ...(await get(keys.invoiceXml(account, invoice))), made: 'before' } });
    expect(await ask()).toEqual({ batchItemFailures: [] });
    expect(await get(keys.invoiceXml(account, invoice))).toMatchObject({ made: 'before', type: 'invoice-xml' });
  });

  it('fails alone in its batch when there is no such invoice, or the message names none', async () => {
    const { account, id: invoice } = await issue(billOfNobody());
    const event = queueEvent({ account, invoice: newId('doc') }, { account, invoice }, {});
    expect(await deployed.deployment.invoke('e-invoicer', event)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm-0' }, { itemIdentifier: 'm-2' }],
    });
    expect(await loadInvoiceXml(account, invoice)).toContain('<Invoice');
  });
});

describe('The XML of an invoice is kept once, whatever its length', () => {
  it('keeps what came first', async () => {
    const [account, invoice] = [newId('acc'), newId('doc')];
    await Promise.all([storeInvoiceXml(account, invoice, '<a/>'), storeInvoiceXml(account, invoice, '<a/>')]);
    await storeInvoiceXml(account, invoice, '<b/>');
    expect(await loadInvoiceXml(account, invoice)).toBe('<a/>');
  });

  it('keeps 3000 lines, 1.8 MB of XML, in an item that holds 400 KB', async () => {
    const lines = Array.from({ length: 3000 }, (_, index) => line(100 + index, { name: `Item ${index} é` }));
    const { account, id, ...bill } = billOfNobody(billOf({ lines }));
    const xml = await renderUbl({ account, id, ...bill });
    expect(Buffer.byteLength(xml)).toBeGreaterThan(1_700_000);
    await storeInvoiceXml(account, id, xml);
    expect(await loadInvoiceXml(account, id)).toBe(xml);
  });
});

describe('Who asks for the XML too early waits, and is told to come back after eight seconds', () => {
  /** An invoice that no stream tells of. */
  async function hidden(): Promise<Invoice> {
    const invoice = await issue(billOfNobody());
    await deployed.deployment.settle();
    const key = keys.invoiceXml(invoice.account, invoice.id);
    await transact([{ label: 'xml', Delete: { Key: key } }]);
    return invoice;
  }

  it('gets it as soon as it is there', async () => {
    const { account, id } = await hidden();
    const answer = xmlOf(account, id);
    setTimeout(() => void storeInvoiceXml(account, id, '<late/>'), 700);
    expect(await (await answer).text()).toBe('<late/>');
  });

  it('is refused with 503 and a time to come back', async () => {
    const { account, id } = await hidden();
    const answer = await xmlOf(account, id);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.json()).toMatchObject({ code: 'invoice.xml-not-ready' });
  });

  it('is told at once that there is no such invoice', async () => {
    const answer = await xmlOf(newId('acc'), newId('doc'));
    expect(answer.status).toBe(404);
  });
});

describe('An invoice that cannot be queued stops the relay at its record', () => {
  it('answers with its sequence number', async () => {
    const queueUrl = process.env['E_INVOICES_QUEUE_URL'];
    process.env['E_INVOICES_QUEUE_URL'] = `${queueUrl}-missing`;
    forgetEnvironment();
    const items = [{ type: 'account' }, { type: 'invoice', document: { account: newId('acc'), id: newId('doc') } }];
    const Records = items.map((item, index) => ({
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: String(7000 + index), NewImage: marshall(item) },
    }));
    const answer = await deployed.deployment.invoke('outbox', { Records });
    process.env['E_INVOICES_QUEUE_URL'] = queueUrl;
    forgetEnvironment();
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '7001' }] });
  });
});
