import { assetResponse } from '../../lib/pages/assets.ts';
import { page } from '../../lib/pages/http.ts';

export const getPageAsset = page('getPageAsset', async ({ path, headers }) => ({
  response: await assetResponse('pages', path['asset'] ?? '', headers),
}));
