import { securityHeaders } from '../runtime/security-headers.ts';

/** The headers of every file that a person downloads: nobody but them keeps it, and no other site embeds it. */
export const downloadHeaders = {
  ...securityHeaders,
  'cache-control': 'private, no-store',
  'cross-origin-resource-policy': 'same-origin',
  'x-robots-tag': 'noindex, nofollow',
} as const;
