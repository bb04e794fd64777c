import { area } from '../../lib/runtime/area.ts';
import { bookTraining, cancelTrainingBooking } from './book-training.ts';
import { editTraining } from './edit-training.ts';
import { offerTrainingSlots } from './offer-training-slots.ts';
import { getTraining, getTrainingCalendar, listAllTrainings, listTrainings } from './read-trainings.ts';

export const handler = area([
  listTrainings,
  getTraining,
  getTrainingCalendar,
  editTraining,
  offerTrainingSlots,
  bookTraining,
  cancelTrainingBooking,
  listAllTrainings,
]);
