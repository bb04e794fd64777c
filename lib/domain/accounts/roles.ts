/** What a member may do in an account; each may do what the ones after it may. Source: A8. */
export const roles = ['owner', 'admin', 'member'] as const;
export type Role = (typeof roles)[number];
