import { Refused } from '../../domain/refusal.ts';
import { isIban, plainIban } from './iban.ts';
import { type IgnoredEntry, isCredit, MAX_IDENTIFIER, readEntry, type StatementCredit } from './statement-entry.ts';
import { childOf, childrenOf, type Element, malformed, readXml, textIn } from './statement-xml.ts';

export interface BankStatement {
  readonly id: string;
  /** Whose movements these are. */
  readonly iban: string;
  /** In the order of the file. */
  readonly entries: readonly (StatementCredit | IgnoredEntry)[];
}

/** Every version keeps the elements read here, but for where status and payer are. */
const KIND = /urn:iso:std:iso:20022:tech:xsd:(camt\.\d{3})\.001\.\d{2}/;

/**
 * Reads the account statements a bank gives out as a file: ISO 20022 CAMT.053, versions 001.02 to 001.08 and those alike.
 *
 * Shape:  credits that are booked, and what is left out with its reason. A transfer has the same key in every file.
 * Errors: `statement.malformed`, with a pointer to what cannot be read; nothing of such a file counts.
 * Source: T4.
 */
export function readStatements(text: string): BankStatement[] {
  const root = readXml(text);
  const kind = KIND.exec(text)?.[1];
  const statements = childOf(root, 'Document', 'BkToCstmrStmt');
  if (kind !== 'camt.053' || statements === undefined) {
    const found = kind === undefined ? 'no message of ISO 20022' : `a ${kind} message`;
    throw malformed('', `must be a CAMT.053 statement, but is ${found}`);
  }
  const found = childrenOf(statements, 'Stmt');
  if (found.length === 0) throw malformed(statements.at, 'has no statement in it');
  const alike = new Map<string, number>();
  return found.map((statement) => readStatement(statement, alike));
}

function readStatement(statement: Element, alike: Map<string, number>): BankStatement {
  const id = textIn(statement, 'Id') ?? '';
  if (id === '' || id.length > MAX_IDENTIFIER) {
    throw malformed(`${statement.at}/Id`, `must have 1 to ${MAX_IDENTIFIER} characters`);
  }
  const iban = plainIban(textIn(statement, 'Acct', 'Id', 'IBAN') ?? '');
  if (!isIban(iban)) throw malformed(`${statement.at}/Acct/Id/IBAN`, 'must be an IBAN');
  const read = childrenOf(statement, 'Ntry').flatMap((entry) => readEntry(entry, iban));
  return { id, iban, entries: withOwnKeys(read, alike) };
}

/**
 * Transfers that are alike in everything are told apart by their number: in the whole file, whose pages are statements of
 * their own, or in the statement where the bank's reference says which one it is. What did not arrive takes no number.
 */
function withOwnKeys(entries: BankStatement['entries'], alike: Map<string, number>): BankStatement['entries'] {
  const referred = new Map<string, number>();
  return entries.map((entry) => {
    if (!isCredit(entry)) return entry;
    const seen = entry.bankReference === undefined ? alike : referred;
    const times = (seen.get(entry.key) ?? 0) + 1;
    seen.set(entry.key, times);
    return times === 1 ? entry : { ...entry, key: `${entry.key}/${times}` };
  });
}

/**
 * Customers transfer to the account that their bill names, which may be an earlier one.
 *
 * Errors: `statement.other-account` when a statement is of an account that neither is `current` nor ever was.
 */
export async function requireAccount(
  statements: readonly BankStatement[],
  current: string | undefined,
  wasOurs: (iban: string) => Promise<boolean>,
): Promise<void> {
  for (const { iban } of statements) {
    if (iban === current || (await wasOurs(iban))) continue;
    throw new Refused('statement.other-account', { extra: { iban, expected_iban: current ?? null } });
  }
}
