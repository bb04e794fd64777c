import type { Route } from '../../functions/manifest.ts';
import type { RefusalCode } from '../domain/refusal.ts';
import type { Contract } from './contract.ts';

/** Whether an edit may say which version it is of. */
export function takesIfMatch(route: Route, contract: Contract): boolean {
  return contract.etag === true && ['PUT', 'PATCH', 'DELETE'].includes(route.method);
}

export function takesBody(contract: Contract): boolean {
  return contract.body.def.type !== 'undefined';
}

/** Every refusal a route may answer with: its own, and those of what runs before it. */
export function refusalsOf(route: Route, contract: Contract): RefusalCode[] {
  const isOpen = route.allow.includes('public');
  const codes: (RefusalCode | false)[] = [
    'request.invalid',
    'session.required',
    !isOpen && 'access.denied',
    route.path.includes('{account}') && 'account.not-found',
    ...when(takesBody(contract), 'request.malformed', 'request.too-large', 'request.unsupported-type'),
    'cursor' in contract.query.shape && 'request.bad-cursor',
    takesIfMatch(route, contract) && 'edit.stale',
    route.method !== 'GET' && 'edit.conflict',
    ...when(route.money === true, 'idempotency.key-required', 'idempotency.key-reused', 'idempotency.in-flight'),
    'catalogue.missing',
    ...contract.refusals,
  ];
  return [...new Set(codes.filter((code) => code !== false))];
}

function when(holds: boolean, ...codes: RefusalCode[]): RefusalCode[] {
  return holds ? codes : [];
}
