import { contracts } from '../../lib/contract/all.ts';
import { refusalCodes, refusalText } from '../../lib/contract/openapi-problems.ts';
import { page } from '../../lib/pages/http.ts';
import { statusOf } from '../../lib/runtime/problem.ts';
import { docsView, type RefusalView } from './docs-view.ts';

export const showDocs = page('showDocs', (request) => ({
  html: docsView(request, refusals()),
  headers: { 'cache-control': 'no-cache', 'x-robots-tag': 'all' },
}));

function refusals(): RefusalView[] {
  return refusalCodes.map((code) => ({
    code,
    status: statusOf[code],
    ...refusalText(code),
    operations: [...contracts.values()]
      .filter((contract) => contract.refusals.includes(code))
      .map(({ operation }) => operation),
  }));
}
