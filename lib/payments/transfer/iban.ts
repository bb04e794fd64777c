import { electronicFormatIBAN, isSEPACountry, isValidBIC, isValidIBAN } from 'ibantools';

/** Whether country, length and check digits are right; spaces are allowed. */
export function isIban(text: string): boolean {
  return isValidIBAN(plainIban(text));
}

/** As computers write it: capitals, without spaces. */
export function plainIban(text: string): string {
  return electronicFormatIBAN(text) ?? '';
}

/** In groups of four, as it is printed. */
export function ibanInGroups(iban: string): string {
  return plainIban(iban).replaceAll(/.{4}(?=.)/g, '$& ');
}

/** Eight or eleven capitals and digits. */
export function isBic(text: string): boolean {
  return text === text.toUpperCase() && isValidBIC(text);
}

/** Whether the account can be paid by SEPA credit transfer. */
export function isSepaIban(iban: string): boolean {
  return isSEPACountry(plainIban(iban).slice(0, 2));
}
