import type { Route } from './routes.ts';

const ACCOUNT = '/v1/accounts/{account}';
const RESELLER = '/v1/resellers/{account}';
const TRAINING = `${ACCOUNT}/trainings/{training}`;
const staff = ['admin', 'operator'] as const;
const members = ['member', 'operator'] as const;

/** Usage, support, training and resellers. */
export const serviceRoutes = [
  {
    operation: 'reportUsage',
    method: 'POST',
    path: `${ACCOUNT}/usage`,
    area: 'usage',
    allow: ['operator', 'vendor:usage'],
  },
  {
    operation: 'getUsage',
    method: 'GET',
    path: `${ACCOUNT}/usage`,
    area: 'usage',
    allow: ['admin', 'operator', 'vendor:read', 'vendor:usage'],
  },

  { operation: 'getSupport', method: 'GET', path: `${ACCOUNT}/support`, area: 'support', allow: members },
  { operation: 'openTicket', method: 'POST', path: `${ACCOUNT}/tickets`, area: 'support', allow: members },
  { operation: 'listTickets', method: 'GET', path: `${ACCOUNT}/tickets`, area: 'support', allow: members },
  { operation: 'getTicket', method: 'GET', path: `${ACCOUNT}/tickets/{ticket}`, area: 'support', allow: members },
  { operation: 'editTicket', method: 'PATCH', path: `${ACCOUNT}/tickets/{ticket}`, area: 'support', allow: members },
  {
    operation: 'replyToTicket',
    method: 'POST',
    path: `${ACCOUNT}/tickets/{ticket}/messages`,
    area: 'support',
    allow: members,
  },
  { operation: 'listAllTickets', method: 'GET', path: '/v1/tickets', area: 'support', allow: ['operator'] },

  { operation: 'listTrainings', method: 'GET', path: `${ACCOUNT}/trainings`, area: 'support', allow: staff },
  { operation: 'getTraining', method: 'GET', path: TRAINING, area: 'support', allow: staff },
  { operation: 'getTrainingCalendar', method: 'GET', path: `${TRAINING}.ics`, area: 'support', allow: staff },
  { operation: 'editTraining', method: 'PATCH', path: TRAINING, area: 'support', allow: ['operator'] },
  { operation: 'offerTrainingSlots', method: 'PUT', path: `${TRAINING}/slots`, area: 'support', allow: ['operator'] },
  { operation: 'bookTraining', method: 'PUT', path: `${TRAINING}/booking`, area: 'support', allow: staff },
  { operation: 'cancelTrainingBooking', method: 'DELETE', path: `${TRAINING}/booking`, area: 'support', allow: staff },
  { operation: 'listAllTrainings', method: 'GET', path: '/v1/trainings', area: 'support', allow: ['operator'] },

  { operation: 'listResellers', method: 'GET', path: '/v1/resellers', area: 'resellers', allow: ['operator'] },
  { operation: 'makeReseller', method: 'POST', path: '/v1/resellers', area: 'resellers', allow: ['operator'] },
  { operation: 'getReseller', method: 'GET', path: RESELLER, area: 'resellers', allow: staff },
  { operation: 'editReseller', method: 'PATCH', path: RESELLER, area: 'resellers', allow: ['operator'] },
  { operation: 'endReseller', method: 'DELETE', path: RESELLER, area: 'resellers', allow: ['operator'] },
  { operation: 'listCustomers', method: 'GET', path: `${RESELLER}/customers`, area: 'resellers', allow: staff },
  {
    operation: 'createCustomer',
    method: 'POST',
    path: `${RESELLER}/customers`,
    area: 'resellers',
    allow: staff,
    money: true,
  },
  {
    operation: 'previewCustomer',
    method: 'POST',
    path: `${RESELLER}/customers/previews`,
    area: 'resellers',
    allow: staff,
  },
  { operation: 'getAccountReseller', method: 'GET', path: `${ACCOUNT}/reseller`, area: 'resellers', allow: staff },
  { operation: 'withdrawReseller', method: 'DELETE', path: `${ACCOUNT}/reseller`, area: 'resellers', allow: staff },
] as const satisfies readonly Route[];
