import { area } from '../../lib/runtime/area.ts';
import { placeOrder } from './place.ts';
import { previewOrder } from './preview.ts';
import { getOrder, listOrders } from './read.ts';
import { withdrawOrder } from './withdraw.ts';

export const handler = area([previewOrder, listOrders, placeOrder, getOrder, withdrawOrder]);
