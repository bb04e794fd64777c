import type { Training } from '../domain/training/training.ts';
import type { MailRequest, TrainingMailRequest } from './mail.ts';
import { loadTraining } from './trainings.ts';

/** A mail about a training session. */
export function isTrainingMail(mail: MailRequest): mail is TrainingMailRequest {
  return mail.template.startsWith('training-');
}

/** Whether what a mail tells of a session still holds; when it no longer does, another mail is on its way. */
export async function isTrainingMailWanted({
  template,
  account,
  training: id,
  sequence,
}: TrainingMailRequest): Promise<boolean> {
  const training = await loadTraining(account, id);
  if (training === undefined) return false;
  const { state, calendar, conferenceUrl } = training;
  switch (template) {
    case 'training-slots-offered':
      return state === 'offered';
    case 'training-booked':
    case 'training-moved':
      return state === 'booked' && calendar?.sequence === sequence;
    case 'training-link':
      return state === 'booked' && calendar?.sequence === sequence && conferenceUrl !== undefined;
    case 'training-link-missing':
      return state === 'booked' && calendar?.sequence === sequence && conferenceUrl === undefined;
    case 'training-booking-cancelled':
      return state === 'offered' && calendar?.sequence === sequence;
    case 'training-cancelled':
      return state === 'cancelled';
  }
}

/** The session that a mail is about, as it is now. */
export async function trainingOf({ account, training }: TrainingMailRequest): Promise<Training | undefined> {
  return loadTraining(account, training);
}
