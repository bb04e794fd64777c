import type { Catalogue } from '../../lib/domain/catalogue.ts';

/** A seller of whom no more is known than must be. */
export function plainSeller(name: string, country: string): Catalogue['seller'] {
  return {
    name,
    address: 'Street 1',
    postalCode: undefined,
    city: undefined,
    country,
    vatNumber: undefined,
    taxNumber: undefined,
    registration: undefined,
    invoiceNote: undefined,
    email: 'support@example.com',
    bank: undefined,
    paymentDays: 14,
  };
}
