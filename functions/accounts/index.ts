import { area } from '../../lib/runtime/area.ts';
import { activateAccount } from './activate.ts';
import { checkVatNumber } from './check-vat-number.ts';
import { createAccount } from './create.ts';
import { editAccount } from './edit.ts';
import { exportAccount } from './export-account.ts';
import { exportHistory } from './export-history.ts';
import { listAccounts } from './list.ts';
import { listHistory } from './list-history.ts';
import { getAccount } from './show.ts';

export const handler = area([
  listAccounts,
  createAccount,
  getAccount,
  editAccount,
  activateAccount,
  checkVatNumber,
  listHistory,
  exportHistory,
  exportAccount,
]);
