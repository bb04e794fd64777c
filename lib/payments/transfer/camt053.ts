import { Refused } from '../../domain/refusal.ts';
import { isIban, plainIban } from './iban.ts';
import { type IgnoredEntry, identifierIn, MAX_IDENTIFIER, readEntry, type StatementCredit } from './statement-entry.ts';
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
 * Shape:  credits that are booked, and what is left out with its reason. The same file always gives the same keys.
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
  return found.map(readStatement);
}

function readStatement(statement: Element): BankStatement {
  const id = textIn(statement, 'Id') ?? '';
  if (id === '' || id.length > MAX_IDENTIFIER) {
    throw malformed(`${statement.at}/Id`, `must have 1 to ${MAX_IDENTIFIER} characters`);
  }
  const iban = plainIban(textIn(statement, 'Acct', 'Id', 'IBAN') ?? '');
  if (!isIban(iban)) throw malformed(`${statement.at}/Acct/Id/IBAN`, 'must be an IBAN');
  // A long statement comes in pages with the same id.
  const name = [id, identifierIn(statement, 'ElctrncSeqNb'), identifierIn(statement, 'StmtPgntn', 'PgNb')]
    .filter((part) => part !== undefined)
    .join(':');
  const read = childrenOf(statement, 'Ntry').flatMap((entry, index) => readEntry(entry, index, { iban, name }));
  return { id, iban, entries: withOwnKeys(read) };
}

/** Transfers of a batch that are alike in everything are told apart by their number. */
function withOwnKeys<T extends { readonly key: string }>(entries: readonly T[]): T[] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const times = (seen.get(entry.key) ?? 0) + 1;
    seen.set(entry.key, times);
    return times === 1 ? entry : { ...entry, key: `${entry.key}/${times}` };
  });
}

/** Errors: `statement.other-account` when a statement is of another account than the one customers transfer to. */
export function requireAccount(statements: readonly BankStatement[], iban: string | undefined): void {
  const other = statements.find((statement) => statement.iban !== iban);
  if (other === undefined) return;
  throw new Refused('statement.other-account', { extra: { iban: other.iban, expected_iban: iban ?? null } });
}
