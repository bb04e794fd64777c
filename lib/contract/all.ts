import type { Operation } from '../../functions/manifest.ts';
import * as accounts from './accounts.ts';
import * as catalogue from './catalogue.ts';
import type { Contract } from './contract.ts';
import * as credit from './credit.ts';
import * as docs from './docs.ts';
import * as invoiceFiles from './invoice-files.ts';
import * as invoices from './invoices.ts';
import * as licences from './licences.ts';
import * as members from './members.ts';
import * as newCustomers from './new-customers.ts';
import * as orders from './orders.ts';
import * as payments from './payments.ts';
import * as resellers from './resellers.ts';
import * as sessions from './sessions.ts';
import * as signUps from './sign-ups.ts';
import * as subscription from './subscription.ts';
import * as tickets from './tickets.ts';
import * as trainings from './trainings.ts';
import * as usage from './usage.ts';

/** A module may export schemas that several contracts share, too. */
const areas: readonly Readonly<Record<string, unknown>>[] = [
  accounts,
  catalogue,
  credit,
  docs,
  invoiceFiles,
  invoices,
  licences,
  members,
  newCustomers,
  orders,
  payments,
  resellers,
  sessions,
  signUps,
  subscription,
  tickets,
  trainings,
  usage,
];

/** Every contract of the API by its operation. */
export const contracts: ReadonlyMap<Operation, Contract> = new Map(
  areas
    .flatMap((area) => Object.values(area))
    .filter(isContract)
    .map((contract) => [contract.operation, contract]),
);

function isContract(exported: unknown): exported is Contract {
  return typeof exported === 'object' && exported !== null && 'operation' in exported && 'response' in exported;
}
