import { isPlainDate, type PlainDate, plainDate } from '../../domain/dates.ts';
import { MAX_MINOR, type Money, money } from '../../domain/money.ts';
import { findCreditorReferences } from './creditor-reference.ts';
import { attributeOf, childOf, childrenOf, type Element, malformed, textIn, textOf } from './statement-xml.ts';
import { contentOf } from './transfer-content.ts';
import { contentKey, isNoReference, transferKey } from './transfer-key.ts';

/** Money that arrived. */
export interface StatementCredit {
  /** What identifies the transfer for ever: the bank's reference, or what is said of it where there is none. */
  readonly key: string;
  /** The bank's own; transfers of a batch can have one in common. */
  readonly bankReference: string | undefined;
  readonly amount: Money;
  readonly bookedOn: PlainDate;
  /** Creditor references the payer named; several where they paid several bills at once. */
  readonly references: readonly string[];
  /** What the payer wrote. */
  readonly text: string | undefined;
  readonly payer: string | undefined;
}

/** What is no money that arrived: money that left, one of our own payments that came back undone, or what is not there yet. */
export interface IgnoredEntry {
  readonly key: string;
  readonly amount: Money;
  readonly bookedOn: PlainDate | undefined;
  readonly reason: 'debit' | 'reversal' | 'not-booked' | 'after-today' | 'nothing';
}

export function isCredit(entry: StatementCredit | IgnoredEntry): entry is StatementCredit {
  return !('reason' in entry);
}

/** What is booked for a later date has not arrived: it counts when the file is sent again on that date. */
export function unlessLater(entry: StatementCredit | IgnoredEntry, today: PlainDate): StatementCredit | IgnoredEntry {
  if (!isCredit(entry) || entry.bookedOn <= today) return entry;
  const { key, amount, bookedOn } = entry;
  return { key, amount, bookedOn, reason: 'after-today' };
}

/** The longest identifier the standard allows. */
export const MAX_IDENTIFIER = 35;
const MAX_TEXT = 500;
const MAX_NAME = 140;

/**
 * What an entry of a statement comes to: one credit, or one for each transfer of a batch, or nothing to record.
 *
 * Shape:  a batch is split where the amounts of its parts make up the whole; otherwise it stays one credit with all the
 *         references, for somebody to look at.
 * Units:  minor units, read from the decimal text without a float.
 * Errors: `statement.malformed`, with a pointer.
 * Source: T4.
 */
export function readEntry(entry: Element, iban: string): (StatementCredit | IgnoredEntry)[] {
  const amount = amountIn(entry);
  const reason = whyIgnored(entry, amount);
  const written = dateIn(entry);
  const keyFor = (bankReference: string | undefined, part: Part) => {
    const bookedOn = written ?? '';
    if (bankReference !== undefined) return transferKey({ iban, bankReference, bookedOn, amount: part.amount });
    return contentKey(iban, contentOf(entry, part.details), bookedOn, part.amount);
  };
  const ofEntry = identifierIn(entry, 'AcctSvcrRef');
  if (reason !== undefined) {
    return [{ key: keyFor(ofEntry, { amount, details: detailsOf(entry) }), amount, bookedOn: written, reason }];
  }
  if (written === undefined) throw malformed(`${entry.at}/BookgDt`, 'is missing');
  const parts = partsOf(entry, amount);
  const referenceOf = (part: Part) =>
    parts.length > 1 ? (bankReferenceOf(part) ?? ofEntry) : (ofEntry ?? bankReferenceOf(part));
  return parts.map((part) => {
    const bankReference = referenceOf(part);
    const remittance = remittanceOf(entry, part, parts.length === 1);
    return { key: keyFor(bankReference, part), bankReference, amount: part.amount, bookedOn: written, ...remittance };
  });
}

function whyIgnored(entry: Element, amount: Money): IgnoredEntry['reason'] | undefined {
  const direction = textIn(entry, 'CdtDbtInd');
  if (direction !== 'CRDT' && direction !== 'DBIT') throw malformed(`${entry.at}/CdtDbtInd`, 'must be CRDT or DBIT');
  // From version 08 on the status is in an element of its own.
  const status = textIn(entry, 'Sts', 'Cd') ?? textIn(entry, 'Sts');
  if (status !== 'BOOK') return 'not-booked';
  if (direction === 'DBIT') return 'debit';
  if (/^(true|1)$/.test(textIn(entry, 'RvslInd') ?? '')) return 'reversal';
  return amount.minor === 0 ? 'nothing' : undefined;
}

/** A transfer of an entry: the elements that describe it. */
interface Part {
  readonly amount: Money;
  readonly details: readonly Element[];
}

function partsOf(entry: Element, amount: Money): Part[] {
  const details = detailsOf(entry);
  const parts = details.flatMap((each) => {
    const own = amountOfPart(each, amount);
    return own === undefined ? [] : [{ amount: own, details: [each] }];
  });
  const sum = parts.reduce((total, part) => total + part.amount.minor, 0);
  const isWhole = details.length > 1 && parts.length === details.length && sum === amount.minor;
  return isWhole ? parts : [{ amount, details }];
}

function detailsOf(entry: Element): Element[] {
  return childrenOf(entry, 'NtryDtls').flatMap((each) => childrenOf(each, 'TxDtls'));
}

/** Absent where a part names no amount, one in another currency, or one that left. */
function amountOfPart(details: Element, whole: Money): Money | undefined {
  const found = childOf(details, 'Amt') ?? childOf(details, 'AmtDtls', 'TxAmt', 'Amt');
  if (found === undefined || textIn(details, 'CdtDbtInd') === 'DBIT') return undefined;
  const amount = amountOf(found);
  return amount.currency === whole.currency && amount.minor > 0 ? amount : undefined;
}

function bankReferenceOf({ details }: Part): string | undefined {
  const [detail, ...others] = details;
  return detail === undefined || others.length > 0 ? undefined : identifierIn(detail, 'Refs', 'AcctSvcrRef');
}

/** A reference of the bank's own; absent where the bank only says that it has none. */
function identifierIn(element: Element, ...path: readonly string[]): string | undefined {
  const text = textIn(element, ...path);
  if (text === undefined || isNoReference(text)) return undefined;
  if (text.length > MAX_IDENTIFIER) {
    throw malformed([element.at, ...path].join('/'), `must have ${MAX_IDENTIFIER} characters at the most`);
  }
  return text;
}

function remittanceOf(entry: Element, { details }: Part, isWhole: boolean) {
  const own = details.flatMap((each) => {
    const remittance = childrenOf(each, 'RmtInf');
    const structured = remittance.flatMap((info) => childrenOf(info, 'Strd'));
    return [
      ...structured.map((info) => textIn(info, 'CdtrRefInf', 'Ref')),
      // A bank cuts what was written into pieces, anywhere.
      remittance.flatMap((info) => childrenOf(info, 'Ustrd').map(textOf)).join(' '),
      ...structured.flatMap((info) => childrenOf(info, 'AddtlRmtInf').map(textOf)),
      textIn(each, 'AddtlTxInf'),
    ];
  });
  const written = [...own, ...(isWhole ? [textIn(entry, 'AddtlNtryInf')] : [])].flatMap((text) => text ?? []);
  const identifiers = details.flatMap((each) => textIn(each, 'Refs', 'EndToEndId') ?? []);
  const [payer] = details.length === 1 ? details.map(payerOf) : [];
  return {
    references: [...new Set([...written, ...identifiers].flatMap(findCreditorReferences))],
    text: oneLine(written.filter((text) => text !== '').join(' '), MAX_TEXT),
    payer: oneLine(payer ?? '', MAX_NAME),
  };
}

function payerOf(details: Element): string | undefined {
  const debtor = childOf(details, 'RltdPties', 'Dbtr');
  return debtor && (textIn(debtor, 'Pty', 'Nm') ?? textIn(debtor, 'Nm'));
}

function oneLine(text: string, max: number): string | undefined {
  const line = text.replaceAll(/[\s\p{C}]+/gu, ' ').trim();
  return line === '' ? undefined : Array.from(line).slice(0, max).join('');
}

/** The booking date as the bank writes it, whatever time or zone stands behind it. */
function dateIn(entry: Element): PlainDate | undefined {
  const found = childOf(entry, 'BookgDt') ?? childOf(entry, 'ValDt');
  const text = found && (textIn(found, 'Dt') ?? textIn(found, 'DtTm'))?.slice(0, 10);
  if (found === undefined || text === undefined) return undefined;
  if (!isPlainDate(text)) throw malformed(found.at, 'must be a date such as 2026-01-05');
  return plainDate(text);
}

function amountIn(entry: Element): Money {
  const found = childOf(entry, 'Amt');
  if (found === undefined) throw malformed(`${entry.at}/Amt`, 'is missing');
  return amountOf(found);
}

/** Errors: `statement.malformed` for a sign, a comma, a fraction of a minor unit, and more than an account can hold. */
function amountOf(element: Element): Money {
  const currency = attributeOf(element, 'Ccy') ?? '';
  if (!/^[A-Z]{3}$/.test(currency)) throw malformed(element.at, 'must name its currency, such as Ccy="EUR"');
  const [, whole = '', fraction = ''] = /^(\d{0,18})(?:\.(\d{0,17}))?$/.exec(textOf(element)) ?? [];
  const digits = minorDigits(currency);
  const cents = fraction.replace(/0+$/, '').padEnd(digits, '0');
  if (whole + fraction === '' || cents.length > digits) throw malformed(element.at, 'must be an amount such as 12.50');
  const minor = BigInt(`0${whole}${cents}`);
  if (minor > MAX_MINOR) throw malformed(element.at, 'is more than can be recorded');
  return money(Number(minor), currency);
}

function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
