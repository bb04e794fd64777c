import type { PlainDate } from '../dates.ts';

/**
 * What is already paid for a member, so that toggling never charges twice. (P3)
 *
 * An active member is paid through the head's `chargedThrough` for the plan's own price; what they are paid for beside it
 * follows from `activeSince` and from when each add-on was switched off. What an inactive member was paid for is kept.
 */
export interface MemberCredit {
  /** The head's `version` when the member last became active. */
  readonly activeSince: number;
  /** Components paid on one date before the member last became active: `''` is the plan itself, others are add-ons. */
  readonly paid?: { readonly on: PlainDate; readonly components: readonly string[] };
}
