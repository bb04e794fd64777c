import { Refused } from '../domain/refusal.ts';
import type { Locale } from '../messages/locales.ts';
import { hasMessage, type MessageKey, type MessageValues, message } from '../messages/messages.ts';
import { readable, statusOf } from '../runtime/problem.ts';
import type { SummaryView } from './components.ts';
import { wordsOf } from './problem-view.ts';

/** A refused form: what to say above it and beside each field, and the status to answer with. */
export interface FormProblem {
  readonly summary: SummaryView;
  readonly mistakes: Readonly<Record<string, string>>;
  readonly status: number;
}

/** Carries out what a form asks for; a refusal comes back instead of being thrown, to be shown with the form. */
export async function orRefused<T>(
  work: () => Promise<T>,
): Promise<
  { readonly value: T; readonly refused?: undefined } | { readonly value?: never; readonly refused: Refused }
> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof Refused) return { refused: error };
    throw error;
  }
}

interface FormFacts {
  /** A way out, when going on is elsewhere. */
  readonly link?: SummaryView['link'];
  /** What the words for its fields need, beside what the refusal says. */
  readonly values?: MessageValues;
  /** A password is never filled in again, so it must be entered once more. */
  readonly hasPassword?: true;
}

/** The words for a refused form, in the reader's language: field by field where the refusal points at fields. */
export function formProblem(refused: Refused, locale: Locale, facts: FormFacts = {}): FormProblem {
  const mistakes = mistakesIn(refused, locale, facts.values);
  const items = Object.entries(mistakes).map(([field, text]) => ({ field, text }));
  const { title, detail } =
    refused.code === 'request.invalid'
      ? {
          title: message(locale, 'page.mistake.title', { count: items.length }),
          detail: message(locale, facts.hasPassword ? 'page.mistake.detail-password' : 'page.mistake.detail'),
        }
      : wordsOf(refused, locale);
  return { summary: { title, detail, items, link: facts.link }, mistakes, status: statusOf[refused.code] };
}

/** Only of what a form itself sent wrong is every field told: other refusals may point at what the form has no field for. */
function mistakesIn({ code, facts }: Refused, locale: Locale, more: MessageValues = {}): Record<string, string> {
  const values = { ...readable(facts.values ?? {}, locale), ...more };
  const reason = facts.extra?.['reason'];
  const found = (facts.errors ?? []).flatMap(({ pointer }) => {
    const field = /^\/([^/]+)/.exec(pointer)?.[1] ?? '';
    // `licence-calls` is a field of its kind, whatever the vendor's licence types are called.
    const names = [field, field.split('-')[0]];
    const keys = names.flatMap((name) => [`page.mistake.${name}.${String(reason)}`, `page.mistake.${name}`]);
    const key = keys.find(hasMessage) ?? (code === 'request.invalid' ? 'page.mistake.other' : undefined);
    return key === undefined ? [] : [[field, message(locale, key as MessageKey, values)]];
  });
  return Object.fromEntries(found);
}
