import type { Operation } from '../../functions/manifest.ts';
import * as catalogue from './catalogue.ts';
import type { Contract } from './contract.ts';
import * as credit from './credit.ts';
import * as docs from './docs.ts';
import * as orders from './orders.ts';
import * as payments from './payments.ts';
import * as sessions from './sessions.ts';
import * as signUps from './sign-ups.ts';

const areas: readonly Readonly<Record<string, unknown>>[] = [
  catalogue,
  credit,
  docs,
  orders,
  payments,
  sessions,
  signUps,
];

/** Every contract of the API by its operation. A module's other exports are shared schemas. */
export const contracts: ReadonlyMap<Operation, Contract> = new Map(
  areas
    .flatMap((area) => Object.values(area))
    .filter(isContract)
    .map((contract) => [contract.operation, contract]),
);

function isContract(exported: unknown): exported is Contract {
  return typeof exported === 'object' && exported !== null && 'operation' in exported && 'response' in exported;
}
