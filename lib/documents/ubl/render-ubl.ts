import type { Invoice } from '../../domain/invoices/invoice.ts';
import { toUbl } from './to-ubl.ts';

/** It would say what it runs, which is never asked of it here, and could quote the bill. */
const silent = { log: ignore, warn: ignore, error: ignore };

/**
 * A bill as an EN 16931 invoice or credit note in UBL 2.1.
 *
 * Shape:  XML in UTF-8, the same for the same bill. The library's writer is used without its validation, which asks for
 *         what a delivery network wants and the standard does not, such as the buyer's electronic address.
 * Source: T1.
 */
export async function renderUbl(invoice: Invoice): Promise<string> {
  const { FormatFactoryService } = await import('@e-invoice-eu/core');
  const writer = new FormatFactoryService().createFormatService('UBL', silent);
  const document = { 'ubl:Invoice': writable(toUbl(invoice)) };
  return String(await writer.generate(document, { format: 'UBL', lang: 'en' }));
}

/** Every text as the writer takes it. */
function writable<T>(value: T): T {
  if (typeof value === 'string') return writableText(value) as T;
  if (Array.isArray(value)) return value.map(writable) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, writable(part)])) as T;
}

/**
 * Characters that XML 1.0 cannot hold in any form become the replacement character. Ampersands are escaped twice: the writer
 * reads entities in what it is given, and then leaves alone whatever still looks like one, so that a name with `&#0;` in it
 * would end the document.
 */
function writableText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
  return text.replaceAll(unwritable, '\ufffd').replaceAll('&', '&amp;amp;');
}

function ignore(): void {}
