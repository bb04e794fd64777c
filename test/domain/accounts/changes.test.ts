import { describe, expect, it } from 'vitest';
import { changesBetween, withheld } from '../../../lib/domain/accounts/changes.ts';

describe('A9: the history has what changed, before and after', () => {
  it('and nothing that stayed', () => {
    expect(changesBetween({ a: 1, b: [1, 2], c: undefined }, { a: 2, b: [1, 2], d: 'new' })).toEqual({
      before: { a: 1, d: null },
      after: { a: 2, d: 'new' },
    });
    expect(changesBetween({ a: 1, b: undefined }, { a: 1, c: null })).toBeUndefined();
  });

  it.each([
    [null, 'x@example.com', null, 'changed'],
    ['x@example.com', 'y@example.com', 'withheld', 'changed'],
    ['x@example.com', null, 'withheld', null],
  ])('withholds %j to %j', (before, after, saidBefore, saidAfter) => {
    const changes = { before: { email: before }, after: { email: after } };
    expect(withheld(changes, 'email')).toEqual({ before: { email: saidBefore }, after: { email: saidAfter } });
  });

  it('leaves alone what did not change', () => {
    const changes = { before: { a: 1 }, after: { a: 2 } };
    expect(withheld(changes, 'email')).toEqual(changes);
  });
});
