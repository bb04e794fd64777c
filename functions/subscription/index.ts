import { area } from '../../lib/runtime/area.ts';
import { changeSubscription, previewSubscriptionChange } from './change.ts';
import {
  cancelSubscription,
  editSubscription,
  getSubscription,
  undoCancellation,
  undoSubscriptionChange,
} from './edit.ts';
import { previewRenewal } from './preview-renewal.ts';

export const handler = area([
  getSubscription,
  editSubscription,
  previewRenewal,
  previewSubscriptionChange,
  changeSubscription,
  undoSubscriptionChange,
  cancelSubscription,
  undoCancellation,
]);
