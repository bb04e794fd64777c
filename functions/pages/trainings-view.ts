import type { Plan } from '../../lib/domain/catalogue.ts';
import { businessDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import type { FormProblem } from '../../lib/pages/form-problem.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { TrainingsView } from '../../lib/pages/views/trainings.ts';
import { listTrainings } from '../support/read-trainings.ts';

const AT_ONCE = '20';

/** The training sessions of an account, page by page. (U5) */
export async function trainingsView(
  request: PageRequest,
  account: AccountId,
  plan: Plan,
  problem: FormProblem | undefined,
): Promise<TrainingsView> {
  const { catalogue, now, today } = request;
  const cursor = request.query['trainings'];
  const query = { limit: AT_ONCE, ...(cursor === undefined ? {} : { cursor }) };
  const { body } = await listTrainings.call({ ...request.caller, path: { account }, query });
  const { billingTimeZone: timeZone } = catalogue;
  const rows = body.items.map((training) => {
    const booked = training.slots.find((slot) => slot.id === training.booking?.slot);
    return { ...training, isChangeable: booked !== undefined && today < businessDate(booked.starts_at, timeZone) };
  });
  const mistakes = problem?.mistakes ?? {};
  return { rows, plan, timeZone, now, mistakes, next: body.next_cursor, isFirstPage: cursor === undefined };
}
