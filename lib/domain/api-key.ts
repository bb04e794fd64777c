/** What a key may do: everything of staff, read accounts, or ask for entitlements. */
export const apiKeyScopes = ['operator', 'vendor:read', 'vendor:entitlements', 'vendor:usage'] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];
