/** How this deployment is called where AWS would have an account, a region and resources with ARNs. */
export const AWS_ACCOUNT = '000000000000';
export const AWS_REGION = 'eu-central-1';
export const STAGE = 'local';
export const EVENT_BUS = 'seatledger';
export const MAIL_CONFIGURATION_SET = 'seatledger';
export const MAIL_FROM = 'Seatledger <no-reply@seatledger.test>';
