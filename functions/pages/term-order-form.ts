import type { Term, TermPlan } from '../../lib/domain/catalogue.ts';
import { MAX_QUANTITY, type TermItem } from '../../lib/domain/licences/price-term-order.ts';
import { type Mistake, pointingElsewhere, type RefusalCode, Refused } from '../../lib/domain/refusal.ts';
import { packChoices } from '../../lib/pages/views/pack-fields.ts';

/** What one field of the form asks for. */
interface Wish {
  readonly field: string;
  readonly item: TermItem;
}

export interface Wanted {
  readonly wishes: readonly Wish[];
  readonly term?: Term;
}

type Form = Readonly<Record<string, string>>;

/** A field that takes a number, and what so many of it are. */
interface NumberField {
  readonly field: string;
  itemOf(quantity: number): TermItem;
}

function numberFields(plan: TermPlan): NumberField[] {
  return [
    ...plan.licenceTypes.map(({ id }) => ({
      field: `licence-${id}`,
      itemOf: (quantity: number): TermItem => ({ kind: 'licence', type: id, quantity }),
    })),
    ...packChoices(plan, []).map(({ pack, module, field }) => ({
      field,
      itemOf: (quantity: number): TermItem => ({
        kind: 'pack',
        pack: pack.id,
        ...(module === undefined ? {} : { module: module.id }),
        quantity,
      }),
    })),
  ];
}

/** What the form asks for. Errors: `request.invalid` for what is no number, and for nothing at all. */
export function requireWanted(form: Form, plan: TermPlan): Wanted {
  const textOf = (field: string) => (form[field] ?? '').trim();
  const filled = numberFields(plan).filter(({ field }) => !/^0*$/.test(textOf(field)));
  const errors = filled.flatMap(({ field }): Mistake[] =>
    isQuantity(textOf(field)) ? [] : [{ pointer: `/${field}`, detail: 'must be a number' }],
  );
  if (errors.length > 0) throw new Refused('request.invalid', { errors });
  const counted = filled.map(({ field, itemOf }): Wish => ({ field, item: itemOf(Number(textOf(field))) }));
  const modules = plan.modules
    .filter(({ id }) => form[`module-${id}`] === 'yes')
    .map(({ id }): Wish => ({ field: `module-${id}`, item: { kind: 'module', module: id } }));
  const ofKind = (kind: TermItem['kind']) => counted.filter(({ item }) => item.kind === kind);
  const wishes = [...ofKind('licence'), ...modules, ...ofKind('pack')];
  if (wishes.length === 0) throw nothingWanted(plan);
  const term = plan.terms.find((months) => String(months) === form['term']);
  return { wishes, ...(term === undefined ? {} : { term }) };
}

function isQuantity(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= MAX_QUANTITY;
}

function nothingWanted(plan: TermPlan): Refused {
  const errors = [{ pointer: `/${beginningOf(plan)}`, detail: 'is missing' }];
  return new Refused('request.invalid', { errors, extra: { reason: 'none' } });
}

/** Where one looks for what a subscription begins with. */
function beginningOf({ licenceTypes }: TermPlan): string {
  const first = licenceTypes.find(({ retired }) => !retired);
  return first === undefined ? 'modules' : `licence-${first.id}`;
}

/** Words for a field, where the refusal itself has none. */
const reasons: Partial<Record<RefusalCode, string>> = {
  'order.no-licences': 'missing',
  'order.no-modules': 'missing',
  'licence.too-few': 'missing',
  'pack.needs-module': 'needs-module',
  'pack.already-there': 'already-there',
  'module.already-there': 'already-there',
};

/**
 * The mistakes of an order with the fields they are in, which the API has by their place: among the items, or, of a new
 * customer, among what is of their kind.
 */
export function inFields(refused: Refused, { wishes }: Wanted, plan: TermPlan): Refused {
  const { code, facts } = pointingElsewhere(refused, (pointer) => {
    const [, list, index] = /^\/(items|licences|modules|packs)(?:\/(\d+))?/.exec(pointer) ?? [];
    if (list === undefined) return pointer;
    const listed = list === 'items' ? wishes : wishes.filter(({ item }) => `${item.kind}s` === list);
    const field = index === undefined ? undefined : listed[Number(index)]?.field;
    return `/${field ?? beginningOf(plan)}`;
  });
  const reason = reasons[code] ?? (code === 'request.invalid' ? 'too-many' : undefined);
  return new Refused(code, { ...facts, ...(reason === undefined ? {} : { extra: { ...facts.extra, reason } }) });
}
