import { area } from '../../lib/runtime/area.ts';
import { bookTraining, cancelTrainingBooking } from './book-training.ts';
import { editTicket } from './edit-ticket.ts';
import { editTraining } from './edit-training.ts';
import { getSupport } from './get-support.ts';
import { offerTrainingSlots } from './offer-training-slots.ts';
import { openTicket } from './open-ticket.ts';
import { getTicket, listAllTickets, listTickets } from './read-tickets.ts';
import { getTraining, getTrainingCalendar, listAllTrainings, listTrainings } from './read-trainings.ts';
import { replyToTicket } from './reply-to-ticket.ts';

export const handler = area([
  getSupport,
  openTicket,
  listTickets,
  getTicket,
  editTicket,
  replyToTicket,
  listAllTickets,
  listTrainings,
  getTraining,
  getTrainingCalendar,
  editTraining,
  offerTrainingSlots,
  bookTraining,
  cancelTrainingBooking,
  listAllTrainings,
]);
