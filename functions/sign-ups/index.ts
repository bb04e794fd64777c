import { area } from '../../lib/runtime/area.ts';
import { confirmSignUp } from './confirm-sign-up.ts';
import { createCaptcha } from './create-captcha.ts';
import { renewLink } from './renew-link.ts';
import { signUp } from './sign-up.ts';

export const handler = area([createCaptcha, signUp, confirmSignUp, renewLink]);
