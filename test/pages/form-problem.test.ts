import { describe, expect, it } from 'vitest';
import { Refused } from '../../lib/domain/refusal.ts';
import { formProblem } from '../../lib/pages/form-problem.ts';

const fieldsOf = (refused: Refused) => (formProblem(refused, 'en').summary.items ?? []).map(({ field }) => field);

describe('A refused form leads to each field that has words of its own', () => {
  it('leaves out what a rule points at and the form has no field for', () => {
    const errors = [
      { pointer: '/items/1/module', detail: 'is in the subscription already' },
      { pointer: '/plan', detail: 'is not a plan on offer' },
    ];
    expect(fieldsOf(new Refused('module.already-there', { values: { module: 'Maps' }, errors }))).toEqual(['plan']);
  });

  it('tells every field that was sent wrong', () => {
    const errors = [{ pointer: '/nickname', detail: 'is missing' }];
    expect(fieldsOf(new Refused('request.invalid', { errors }))).toEqual(['nickname']);
  });
});
