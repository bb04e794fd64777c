/** Digits of our own references after `RF` and the check digits; 21 is the most the standard allows. */
const BODY_DIGITS = 15;

/** `RF` as a number, letters counting from A = 10, with two zeros where the check digits will be. */
const RF_AND_ZEROS = '271500';

/**
 * The words a customer transfers money with: an ISO 11649 creditor reference.
 *
 * Shape:  `RF`, two check digits, and the 15 digits given.
 * Errors: RangeError for anything but 15 digits: a caller's bug.
 * Source: T4; ISO 11649 with the check digits of ISO 7064 MOD 97-10, which catch every single wrong digit and every two
 *         neighbours that change places.
 */
export function creditorReference(body: string): string {
  if (!new RegExp(`^\\d{${BODY_DIGITS}}$`).test(body)) throw new RangeError(`${body} is not ${BODY_DIGITS} digits`);
  const check = 98 - remainder(body + RF_AND_ZEROS);
  return `RF${String(check).padStart(2, '0')}${body}`;
}

/** Whether a text, written without spaces, is a reference as {@link creditorReference} makes them. */
export function isCreditorReference(text: string): boolean {
  const match = new RegExp(`^RF(\\d{2})(\\d{${BODY_DIGITS}})$`).exec(text);
  return match !== null && text === creditorReference(match[2] ?? '');
}

/**
 * The references in what somebody wrote to their bank: in groups of four or not, in capitals or not, over several lines.
 *
 * Shape:  each once, in the order they are found, without spaces and in capitals; only those whose check digits are right.
 * Source: T4.
 */
export function findCreditorReferences(text: string): string[] {
  const between = String.raw`[\s./-]{0,20}`;
  const written = new RegExp(`R${between}F(?:${between}\\d){${BODY_DIGITS + 2}}(?!\\d)`, 'gi');
  const found = Array.from(text.matchAll(written), ([each]) => each.replaceAll(/[^RF\d]/gi, '').toUpperCase());
  return [...new Set(found)].filter(isCreditorReference);
}

/** In groups of four, as it is printed. */
export function creditorReferenceInGroups(reference: string): string {
  return reference.replaceAll(/.{4}(?=.)/g, '$& ');
}

function remainder(digits: string): number {
  return Number(BigInt(digits) % 97n);
}
