import { area } from '../../lib/runtime/area.ts';
import { createCustomer } from './create-customer.ts';
import { editReseller } from './edit.ts';
import { endReseller } from './end.ts';
import { listResellers } from './list.ts';
import { listCustomers } from './list-customers.ts';
import { makeReseller } from './make.ts';
import { previewCustomer } from './preview-customer.ts';
import { getReseller } from './show.ts';
import { getAccountReseller } from './show-of-account.ts';
import { withdrawReseller } from './withdraw.ts';

export const handler = area([
  listResellers,
  makeReseller,
  getReseller,
  editReseller,
  endReseller,
  listCustomers,
  createCustomer,
  previewCustomer,
  getAccountReseller,
  withdrawReseller,
]);
