import * as contract from '../../lib/contract/catalogue.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { release } from '../../lib/release.ts';
import { log } from '../../lib/runtime/log.ts';
import { type RouteHandler, route } from '../../lib/runtime/route.ts';
import { inForce, readCatalogue } from '../../lib/store/catalogue.ts';

const answering = route(contract.getHealth, async () => {
  const { catalogue } = inForce(await readCatalogue());
  return { body: { status: 'ok' as const, version: release, catalogue_version: catalogue.version } };
});

/** A monitor is told "not now" rather than "broken", with the cause in the log. */
export const getHealth: RouteHandler<typeof contract.getHealth> = {
  ...answering,
  call: (call) =>
    answering.call(call).catch((error: unknown) => {
      if (error instanceof Refused) throw error;
      log.error('The table cannot be read', { error: error as Error });
      throw new Refused('service.unavailable', { retryAfterSeconds: 5 });
    }),
};
