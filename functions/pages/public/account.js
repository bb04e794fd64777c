/* Comfort only: without this script the buttons and links do the same with a page load. */
const form = document.querySelector('form[action="/account/buy"]');
const place = document.getElementById('preview');
const TYPING_MS = 350;
const POLL_MS = 3000;
const MAX_POLLS = 20;

if (form !== null && place !== null) {
  let timer;
  let turn = 0;
  form.addEventListener('input', (event) => {
    if (event.target.name === 'payment_method') return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      turn += 1;
      const mine = turn;
      const shown = await previewOf(form);
      if (mine === turn) place.replaceChildren(...shown);
    }, TYPING_MS);
  });
}

async function previewOf(filled) {
  const fields = new URLSearchParams(new FormData(filled));
  fields.set('do', 'preview');
  if (!Array.from(fields).some(([name, value]) => asksFor(name) && value.trim() !== '')) return [];
  const answer = await fetch('/account/buy', { method: 'POST', body: fields });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return page.getElementById('preview')?.childNodes ?? [];
}

/* What is bought: an amount of credit, or licences, modules and packs. */
function asksFor(name) {
  return name === 'amount' || /^(licence|module|pack)-/.test(name);
}

/* The billing details open in place, so that what was entered elsewhere stays. */
document.addEventListener('click', (event) => {
  const details = document.querySelector('#billing details');
  const link = event.target.closest?.('a[href$="billing=edit#billing"]') ?? null;
  if (link === null || details === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  details.open = true;
  details.querySelector('summary').focus({ preventScroll: true });
  document.getElementById('billing').scrollIntoView();
});

/* Back from the payment: the gateway's report may come a moment later than the customer. */
async function waitForPayment(polls = 0) {
  if (document.getElementById('pending') === null || polls === MAX_POLLS) return;
  await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (page.getElementById('pending') === null) location.reload();
  else await waitForPayment(polls + 1);
}
void waitForPayment();
