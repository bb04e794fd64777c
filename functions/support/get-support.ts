import * as contract from '../../lib/contract/tickets.ts';
import { supportChannelsOf } from '../../lib/domain/support/channels.ts';
import { route } from '../../lib/runtime/route.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { loadSupportStanding } from '../../lib/store/support-standing.ts';

export const getSupport = route(contract.getSupport, async ({ path, catalogue }) => {
  const account = await requireAccount(path.account);
  const channels = supportChannelsOf(await loadSupportStanding(account, catalogue));
  const { supportEmail, supportPhone, supportChatUrl } = catalogue.service;
  const contactOf = (channel: (typeof channels)[number], contact: string | undefined) =>
    channels.includes(channel) ? (contact ?? null) : null;
  return {
    body: {
      channels: ['tickets' as const, ...channels],
      e_mail: contactOf('e-mail', supportEmail),
      phone: contactOf('phone', supportPhone),
      chat_url: contactOf('chat', supportChatUrl),
    },
  };
});
