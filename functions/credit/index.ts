import { area } from '../../lib/runtime/area.ts';
import { adjustCredit } from './adjust.ts';
import { exportCreditEntries, listCreditEntries } from './list-entries.ts';
import { listStatements } from './list-statements.ts';
import { previewCredit } from './preview.ts';
import { getCredit } from './show.ts';
import { disableAddOn, enableAddOn } from './switch-add-on.ts';

export const handler = area([
  getCredit,
  listCreditEntries,
  exportCreditEntries,
  listStatements,
  previewCredit,
  adjustCredit,
  enableAddOn,
  disableAddOn,
]);
