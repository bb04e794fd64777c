import { files } from '../../lib/pages/http.ts';

export const getPageAsset = files('getPageAsset', 'pages');
