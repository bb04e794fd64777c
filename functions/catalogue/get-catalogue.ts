import * as contract from '../../lib/contract/catalogue.ts';
import { etag, route } from '../../lib/runtime/route.ts';
import { inForce, readCatalogue } from '../../lib/store/catalogue.ts';

/** Read afresh, so that a catalogue that was just replaced is the one to edit next. */
export const getCatalogue = route(contract.getCatalogue, async () => {
  const { document, catalogue } = inForce(await readCatalogue());
  return { body: { version: catalogue.version, ...document }, headers: etag(catalogue.version) };
});
