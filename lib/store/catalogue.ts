import { type CatalogueDocument, toCatalogue } from '../catalogue/schema.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { Refused } from '../domain/refusal.ts';
import { nowMs } from '../runtime/clock.ts';
import { keys } from './keys.ts';
import { get, putOnce, queryAll, transact } from './table.ts';

/** A catalogue in force: the document, its version, and the same in the domain's words. */
export interface StoredCatalogue {
  readonly document: CatalogueDocument;
  readonly catalogue: Catalogue;
}

/**
 * How long a function may go on with the catalogue it read. Prices change from a later date only and the night asks for a
 * version, so a short while of the former one can show an old name but never take a wrong price.
 */
const FRESH_MS = 15_000;
let cached: { readonly stored: StoredCatalogue; readonly readAtMs: number } | undefined;

export function forgetCatalogue(): void {
  cached = undefined;
}

/** The catalogue in force, at least of `minimumVersion`. Errors: `catalogue.missing` when the deployment has none yet. */
export async function loadCatalogue(minimumVersion = 0): Promise<StoredCatalogue> {
  return inForce(await findCatalogue(minimumVersion));
}

export function inForce(stored: StoredCatalogue | undefined): StoredCatalogue {
  if (stored === undefined) throw new Refused('catalogue.missing');
  return stored;
}

/** The same, or nothing. It may be some seconds old; {@link readCatalogue} is not. */
export async function findCatalogue(minimumVersion = 0): Promise<StoredCatalogue | undefined> {
  const ageMs = cached === undefined ? Number.POSITIVE_INFINITY : Math.abs(nowMs() - cached.readAtMs);
  if (cached !== undefined && ageMs < FRESH_MS && cached.stored.catalogue.version >= minimumVersion)
    return cached.stored;
  const stored = await readCatalogue();
  if (stored !== undefined) cached = { stored, readAtMs: nowMs() };
  return stored;
}

export async function readCatalogue(): Promise<StoredCatalogue | undefined> {
  const item = await get(keys.catalogue());
  if (item === undefined) return undefined;
  const document = item['document'] as CatalogueDocument;
  return { document, catalogue: toCatalogue(document, item['version'] as number) };
}

/** Whether customers were ever to transfer to this account: the versions of the catalogue are looked through. */
export async function wasSellerAccount(iban: string): Promise<boolean> {
  const { pk } = keys.catalogueVersion(1);
  for await (const item of queryAll({ pk, prefix: 'VERSION#', newestFirst: true, consistent: true })) {
    if ((item['document'] as CatalogueDocument).seller.bank?.iban === iban) return true;
  }
  return false;
}

/** Puts a catalogue in force in place of `replaced` (0 for none) and keeps every version. False when somebody else was faster. */
export async function commitCatalogue(document: CatalogueDocument, replaced: number, at: string): Promise<boolean> {
  const version = replaced + 1;
  const item = { type: 'catalogue', v: 1, version, document, at };
  const outcome = await transact([
    {
      label: 'catalogue',
      Put: {
        Item: { ...keys.catalogue(), ...item },
        ConditionExpression: replaced === 0 ? 'attribute_not_exists(pk)' : '#version = :replaced',
        ...(replaced === 0
          ? {}
          : {
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':replaced': replaced },
            }),
      },
    },
    putOnce('version', { ...keys.catalogueVersion(version), ...item }),
  ]);
  forgetCatalogue();
  return outcome.committed;
}
