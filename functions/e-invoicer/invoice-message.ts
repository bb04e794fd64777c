import * as z from 'zod';
import { id } from '../../lib/contract/shared.ts';

/** An invoice that was issued and has no XML yet. */
export const invoiceMessage = z.object({ account: id('acc'), invoice: id('doc') });
