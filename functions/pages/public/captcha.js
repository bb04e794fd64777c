import './altcha.js';

/* The widget asks with GET and makes its workers from data URLs; here a challenge is made by POST and workers are files. */
const { algorithms, defaults, i18n } = globalThis.$altcha;
const place = document.getElementById('captcha');
const language = document.documentElement.lang;

for (const hash of ['SHA-256', 'SHA-384', 'SHA-512']) {
  algorithms.set(`PBKDF2/${hash}`, () => new Worker('/assets/altcha-pbkdf2.js'));
}
i18n.set(language, { ...i18n.get('en'), ...JSON.parse(place.dataset.words) });
defaults.set({
  fetch: (address, options) => fetch(address, { ...options, method: 'POST' }),
  hideFooter: true,
  hideLogo: true,
  humanInteractionSignature: false,
  language,
});
