type Values = Readonly<Record<string, unknown>>;

export interface Changes {
  readonly before: Values;
  readonly after: Values;
}

/**
 * What differs between two states, for the history.
 *
 * Shape:  only the fields that differ; what is absent is null.
 * Errors: none.
 * Source: A9.
 */
export function changesBetween(before: Values, after: Values): Changes | undefined {
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
  );
  if (changed.length === 0) return undefined;
  const pick = (values: Values) => Object.fromEntries(changed.map((name) => [name, values[name] ?? null]));
  return { before: pick(before), after: pick(after) };
}

/** Says that a value is there, or is another one, without saying which: for what must not outlive a person. (A11) */
export function withheld({ before, after }: Changes, name: string): Changes {
  if (!(name in after)) return { before, after };
  const said = (value: unknown, text: string) => (value === null ? null : text);
  return {
    before: { ...before, [name]: said(before[name], 'withheld') },
    after: { ...after, [name]: said(after[name], 'changed') },
  };
}
