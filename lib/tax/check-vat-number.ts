import type { Instant } from '../domain/dates.ts';
import { isKnownToVies, type VatCheck } from '../domain/tax/vat-check.ts';
import { findCatalogue } from '../store/catalogue.ts';
import { readVatNumber, type VatNumber } from './vat-number.ts';
import { askVies, canAskVies } from './vies.ts';

/** Finds out what there is to know about a number whose form is right: from VIES where it can be asked, in the seller's name. */
export async function checkVatNumber(vatNumber: VatNumber, at: Instant): Promise<VatCheck> {
  if (!canAskVies() || !isKnownToVies(vatNumber.country, vatNumber.number)) {
    return { ...vatNumber, answer: 'valid', source: 'form', at };
  }
  return { ...vatNumber, ...(await askVies(vatNumber, await sellersNumber())), source: 'vies', at };
}

export type AskOnce = (vatNumber: VatNumber) => Promise<VatCheck>;

/** A decision that is made again after a lost race goes on with the answer it has. */
export function askingOnce(at: Instant): AskOnce {
  const asked = new Map<string, Promise<VatCheck>>();
  return (vatNumber) => {
    const answer = asked.get(vatNumber.number) ?? checkVatNumber(vatNumber, at);
    asked.set(vatNumber.number, answer);
    return answer;
  };
}

async function sellersNumber(): Promise<VatNumber | undefined> {
  const seller = (await findCatalogue())?.catalogue.seller;
  if (seller?.vatNumber === undefined) return undefined;
  const reading = readVatNumber(seller.vatNumber, seller.country);
  return reading.kind === 'read' ? { country: reading.country, number: reading.number } : undefined;
}
