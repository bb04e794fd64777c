import { assetResponse } from '../../lib/pages/assets.ts';
import { page } from '../../lib/pages/http.ts';

export const getDocsAsset = page('getDocsAsset', async ({ path, headers }) => ({
  response: await assetResponse('docs', path['asset'] ?? '', headers),
}));
