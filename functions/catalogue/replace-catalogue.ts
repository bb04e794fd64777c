import { isDeepStrictEqual } from 'node:util';
import { type CatalogueDocument, parseCatalogue, toCatalogue } from '../../lib/catalogue/schema.ts';
import * as contract from '../../lib/contract/catalogue.ts';
import { decideCatalogueChange } from '../../lib/domain/catalogue-change.ts';
import { businessDate, type Instant } from '../../lib/domain/dates.ts';
import { type Mistake, Refused } from '../../lib/domain/refusal.ts';
import { etag, requireVersion, route } from '../../lib/runtime/route.ts';
import { commitCatalogue, readCatalogue, type StoredCatalogue } from '../../lib/store/catalogue.ts';
import { deploymentKey } from '../../lib/store/deployment-key.ts';

export const replaceCatalogue = route(contract.replaceCatalogue, async ({ body, expectedVersion, now }) => {
  const next = parseCatalogue(body);
  if (!next.ok) throw invalid(next.mistakes);
  // Pages only read the table in some functions, and none is shown before there is a catalogue.
  await deploymentKey();
  const current = await readCatalogue();
  const version = current?.catalogue.version ?? 0;
  requireVersion(expectedVersion ?? next.version, version);
  if (current !== undefined) {
    if (isDeepStrictEqual(current.document, next.document)) return reply(current.document, version);
    requireAllowed(current, next.document, now);
  }
  if (!(await commitCatalogue(next.document, version, now))) {
    throw new Refused('edit.conflict', { retryAfterSeconds: 1 });
  }
  return reply(next.document, version + 1);
});

function requireAllowed({ catalogue }: StoredCatalogue, document: CatalogueDocument, now: Instant): void {
  const next = toCatalogue(document, catalogue.version + 1);
  const change = decideCatalogueChange(catalogue, next, businessDate(now, catalogue.billingTimeZone));
  if (change.kind === 'refused') throw invalid(change.mistakes);
}

function invalid(errors: readonly Mistake[]): Refused {
  return new Refused('catalogue.invalid', { errors });
}

function reply(document: CatalogueDocument, version: number) {
  return { body: { version, ...document }, headers: etag(version) };
}
