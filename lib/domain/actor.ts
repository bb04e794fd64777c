import type { AccountId, ApiKeyId, UserId } from './ids.ts';

/** Who does something. The history keeps kind and id; names are looked up when it is read, so a person can be erased. (A9, A11) */
export type Actor =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'user';
      readonly id: UserId;
      /** The reseller for whom they act on one of its customers; they are no member there. (R2) */
      readonly reseller?: AccountId;
    }
  | { readonly kind: 'operator'; readonly id: ApiKeyId }
  | { readonly kind: 'vendor'; readonly id: ApiKeyId; readonly scopes: readonly string[] }
  | { readonly kind: 'system'; readonly id: string };

/** `usr_…`, `key_…`, or the name of a job. */
export function actorId(actor: Actor): string {
  return actor.kind === 'anonymous' ? 'anonymous' : actor.id;
}

/** The reseller for whom somebody acts on a customer's account, if they do. */
export function actsFor(actor: Actor): AccountId | undefined {
  return actor.kind === 'user' ? actor.reseller : undefined;
}
