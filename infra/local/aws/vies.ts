import { setTimeout as sleep } from 'node:timers/promises';

/** What VIES can be made to do. `slow`: it answers when nobody waits any more. */
export const viesBehaviours = ['valid', 'invalid', 'unavailable', 'slow'] as const;
export type ViesBehaviour = (typeof viesBehaviours)[number];

/** Where the endpoint lies below the address of the local AWS services. */
export const VIES_PATH = '/vies';

const SLOW_MS = 8000;

export interface ViesAnswer {
  readonly status: number;
  readonly body: string;
}

/** The Commission's register of VAT numbers, which knows every number as valid unless it is told otherwise. */
export class ViesDouble {
  readonly #now: () => string;
  readonly #told = new Map<string, ViesBehaviour>();
  #otherwise: ViesBehaviour = 'valid';
  #asked = 0;

  constructor(now: () => string) {
    this.#now = now;
  }

  /** Says what to answer about a number with its prefix; without a number, about all of them. */
  tell(behaviour: ViesBehaviour, number?: string): void {
    if (number !== undefined) {
      this.#told.set(plain(number), behaviour);
      return;
    }
    this.#told.clear();
    this.#otherwise = behaviour;
  }

  show(): object {
    return { answer: this.#otherwise, numbers: Object.fromEntries(this.#told), asked: this.#asked };
  }

  /** Answers `POST …/check-vat-number` as the REST API does. */
  async answer(method: string, path: string, body: string): Promise<ViesAnswer> {
    if (method !== 'POST' || path !== `${VIES_PATH}/check-vat-number`) return failure(404, 'NOT_FOUND');
    const asked = readQuestion(body);
    if (asked === undefined) return failure(400, 'INVALID_INPUT');
    this.#asked += 1;
    const number = plain(asked.countryCode + asked.vatNumber);
    const behaviour = this.#told.get(number) ?? this.#otherwise;
    if (behaviour === 'unavailable') return failure(200, 'MS_UNAVAILABLE');
    if (behaviour === 'slow') await sleep(SLOW_MS, undefined, { ref: false });
    const requestIdentifier = asked.requesterNumber === undefined ? '' : `LOCAL-${this.#asked}`;
    const { countryCode, vatNumber } = asked;
    const requestDate = this.#now();
    return ok({ countryCode, vatNumber, requestDate, valid: behaviour !== 'invalid', requestIdentifier });
  }
}

interface Question {
  readonly countryCode: string;
  readonly vatNumber: string;
  readonly requesterNumber: string | undefined;
}

function readQuestion(body: string): Question | undefined {
  let sent: Record<string, unknown>;
  try {
    sent = JSON.parse(body);
  } catch {
    return undefined;
  }
  const { countryCode, vatNumber, requesterNumber } = sent ?? {};
  if (typeof countryCode !== 'string' || typeof vatNumber !== 'string' || vatNumber === '') return undefined;
  return {
    countryCode,
    vatNumber,
    requesterNumber: typeof requesterNumber === 'string' ? requesterNumber : undefined,
  };
}

function plain(number: string): string {
  return number.toUpperCase().replaceAll(/[\s./-]/g, '');
}

function ok(body: object): ViesAnswer {
  return { status: 200, body: JSON.stringify(body) };
}

function failure(status: number, error: string): ViesAnswer {
  return { status, body: JSON.stringify({ actionSucceed: false, errorWrappers: [{ error }] }) };
}
