/** Identifiers are ULIDs with a prefix that says of what; the prefix keeps one kind from being passed for another. */
export type AccountId = `acc_${string}`;
export type UserId = `usr_${string}`;
export type MemberId = `mem_${string}`;
export type InvitationId = `inv_${string}`;
export type OrderId = `ord_${string}`;
export type PaymentId = `pay_${string}`;
/** Invoices and credit notes. */
export type InvoiceId = `doc_${string}`;
export type JournalEntryId = `jrn_${string}`;
export type SignUpId = `sup_${string}`;
export type TicketId = `tkt_${string}`;
export type TicketMessageId = `msg_${string}`;
/** Training sessions. */
export type TrainingId = `trn_${string}`;
export type LicenceId = `lic_${string}`;
export type ApiKeyId = `key_${string}`;

/** A user is the same member of every account they join; the number after the prefix is shared. (A7) */
export function memberOfUser(user: UserId): MemberId {
  return `mem_${user.slice(4)}`;
}
