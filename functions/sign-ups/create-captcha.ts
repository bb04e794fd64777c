import * as contract from '../../lib/contract/sign-ups.ts';
import { newChallenge } from '../../lib/runtime/captcha.ts';
import { route } from '../../lib/runtime/route.ts';

export const createCaptcha = route(contract.createCaptcha, async ({ now }) => {
  const { parameters, signature } = await newChallenge(now);
  return { body: JSON.parse(JSON.stringify({ parameters, signature })) };
});
