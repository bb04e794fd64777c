import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress } from 'node:zlib';
import * as z from 'zod';
import type { AccountId, InvoiceId } from '../domain/ids.ts';
import { keys } from './keys.ts';
import { ABSENT, get, type Item, put } from './table.ts';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** An item holds 400 KB; thousands of lines are more than that in plain text and a fiftieth of it compressed. */
const MOST_PLAIN_BYTES = 100_000;

const xmlItem = z.union([z.object({ xml: z.string() }), z.object({ brotli: z.instanceof(Uint8Array) })]);

/** Keeps the XML of an invoice beside it, once: what is there stays, because an invoice never changes. (T1) */
export async function storeInvoiceXml(account: AccountId, invoice: InvoiceId, xml: string): Promise<void> {
  const content = Buffer.byteLength(xml) > MOST_PLAIN_BYTES ? { brotli: await compress(xml) } : { xml };
  const item: Item = { ...keys.invoiceXml(account, invoice), type: 'invoice-xml', v: 1, invoice, ...content };
  await put({ Item: item, ConditionExpression: ABSENT });
}

/** Undefined until it has been made, which takes seconds after the invoice is issued. */
export async function loadInvoiceXml(account: AccountId, invoice: InvoiceId): Promise<string | undefined> {
  const item = await get(keys.invoiceXml(account, invoice));
  if (item === undefined) return undefined;
  const content = xmlItem.parse(item);
  return 'xml' in content ? content.xml : String(await decompress(content.brotli));
}
