import { sha256 } from '../../runtime/hashes.ts';
import { childOf, childrenOf, type Element, textIn, textOf } from './statement-xml.ts';
import { isNoReference } from './transfer-key.ts';

/** What those who had a hand in the transfer call it. */
const NAMES = ['EndToEndId', 'TxId', 'InstrId', 'UETR', 'AcctSvcrRef'] as const;

/** A number so short only counts the entries of its statement. */
const POSITION = /^\d{1,5}$/;

/**
 * What tells a transfer from others where the bank gives it no reference: all that is said of it, but not where it stands,
 * so that it is the same in every file it comes in.
 *
 * Shape:  a hash, since names of people must not be in a key.
 * Source: T4.
 */
export function contentOf(entry: Element, details: readonly Element[]): string {
  const number = nameIn(entry, 'NtryRef');
  const said = [
    POSITION.test(number) ? '' : number,
    plain(textIn(entry, 'AddtlNtryInf')),
    ...details.map((each) => [
      ...NAMES.map((name) => nameIn(each, 'Refs', name)),
      ...remittanceIn(each),
      plain(textIn(each, 'AddtlTxInf')),
      ...payerIn(each),
    ]),
  ];
  return sha256(JSON.stringify(said)).slice(0, 32);
}

function nameIn(element: Element, ...path: readonly string[]): string {
  const text = textIn(element, ...path) ?? '';
  return isNoReference(text) ? '' : plain(text);
}

function remittanceIn(details: Element): string[] {
  const remittance = childrenOf(details, 'RmtInf');
  const structured = remittance.flatMap((info) => childrenOf(info, 'Strd'));
  return [
    remittance.flatMap((info) => childrenOf(info, 'Ustrd')).map(textOf),
    structured.map((info) => textIn(info, 'CdtrRefInf', 'Ref') ?? ''),
    structured.flatMap((info) => childrenOf(info, 'AddtlRmtInf')).map(textOf),
  ].map((texts) => plain(texts.join('')));
}

/** From version 08 on the name is in an element of its own. */
function payerIn(details: Element): string[] {
  const parties = childOf(details, 'RltdPties');
  if (parties === undefined) return ['', ''];
  const name = textIn(parties, 'Dbtr', 'Pty', 'Nm') ?? textIn(parties, 'Dbtr', 'Nm');
  return [plain(name), plain(textIn(parties, 'DbtrAcct', 'Id', 'IBAN'))];
}

/** Spaces come and go with the lines a bank breaks. */
function plain(text = ''): string {
  return text.replaceAll(/\s+/g, '');
}
