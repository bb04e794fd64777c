import type { Buyer, Invoice, Seller } from '../../domain/invoices/invoice.ts';
import type { BuyerParty, CountryCode, PostalAddress, SellerParty } from './document.ts';
import { categoryOf } from './taxes.ts';

const VAT = { 'cbc:ID': 'VAT' } as const;
/** Of a tax registration that is no VAT registration; the standard tells the two apart by this code alone. */
const OTHER_TAX = { 'cbc:ID': 'FC' } as const;
/** The code of electronic addresses that are e-mail addresses. */
const EMAIL = 'EM';

/**
 * The seller. A buyer's program knows the seller by the VAT number (BR-CO-26); where none may stand (BR-O-02) or there is
 * none, by an identifier without a scheme: the number all the same, or the national one, or the e-mail address. The national
 * number of a seller with a VAT number is that of the legal registration. (BT-30, BT-32)
 */
export function sellerParty(invoice: Invoice): SellerParty {
  const { seller } = invoice;
  const { name, email, vatNumber, taxNumber, registration } = seller;
  const vat = vatIdentifier(invoice, seller);
  const isRegistered = vatNumber !== undefined;
  return {
    'cbc:EndpointID': email,
    'cbc:EndpointID@schemeID': EMAIL,
    ...(vat === undefined && { 'cac:PartyIdentification': [{ 'cbc:ID': vatNumber ?? taxNumber ?? email }] }),
    'cac:PostalAddress': postalAddress(seller),
    ...(vat !== undefined && { 'cac:PartyTaxScheme': [{ 'cbc:CompanyID': vat, 'cac:TaxScheme': VAT }] }),
    ...(!isRegistered &&
      taxNumber !== undefined && {
        'cac:PartyTaxScheme': [{ 'cbc:CompanyID': taxNumber, 'cac:TaxScheme': OTHER_TAX }],
      }),
    'cac:PartyLegalEntity': {
      'cbc:RegistrationName': name,
      ...(isRegistered && taxNumber !== undefined && { 'cbc:CompanyID': taxNumber }),
      ...(registration !== undefined && { 'cbc:CompanyLegalForm': registration }),
    },
    'cac:Contact': { 'cbc:ElectronicMail': email },
  };
}

export function buyerParty(invoice: Invoice): BuyerParty {
  const { buyer } = invoice;
  const vat = vatIdentifier(invoice, buyer);
  return {
    ...(vat === undefined &&
      buyer.vatNumber !== undefined && { 'cac:PartyIdentification': { 'cbc:ID': buyer.vatNumber } }),
    'cac:PostalAddress': postalAddress(buyer),
    ...(vat !== undefined && { 'cac:PartyTaxScheme': { 'cbc:CompanyID': vat, 'cac:TaxScheme': VAT } }),
    'cac:PartyLegalEntity': {
      'cbc:RegistrationName': buyer.name,
      ...(buyer.taxNumber !== undefined && { 'cbc:CompanyID': buyer.taxNumber }),
    },
  };
}

/** Absent where the bill is outside the scope of VAT: then nobody's number may stand on it. (BR-O-02 to BR-O-04) */
function vatIdentifier(invoice: Invoice, party: Seller | Buyer): string | undefined {
  if (categoryOf(invoice) === 'O' || party.vatNumber === undefined) return undefined;
  return withCountry(party.vatNumber.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''), party.country);
}

/** With the country's letters in front, which for Greece are EL. (BR-CO-09) */
function withCountry(number: string, country: string): string {
  const prefixed = /^[A-Z]{2}/.test(number) ? number : country + number;
  return prefixed.replace(/^GR/, 'EL');
}

function postalAddress({ address, postalCode, city, country }: Seller | Buyer): PostalAddress {
  const [street, second, ...others] = (address ?? '').split('\n').filter((line) => line.trim() !== '');
  return {
    ...(street !== undefined && { 'cbc:StreetName': street }),
    ...(second !== undefined && { 'cbc:AdditionalStreetName': second }),
    ...(city !== undefined && { 'cbc:CityName': city }),
    ...(postalCode !== undefined && { 'cbc:PostalZone': postalCode }),
    ...(others.length > 0 && { 'cac:AddressLine': { 'cbc:Line': others.join(', ') } }),
    'cac:Country': { 'cbc:IdentificationCode': country as CountryCode },
  };
}
