/* Comfort only: without this script the buttons do the same with a page load. */
const form = document.querySelector('form[action="/account/buy"]');
const place = document.getElementById('preview');
const TYPING_MS = 350;
const POLL_MS = 3000;
const MAX_POLLS = 20;

if (form !== null && place !== null) {
  let timer;
  let turn = 0;
  form.elements.namedItem('amount').addEventListener('input', () => {
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
  if (fields.get('amount').trim() === '') return [];
  const answer = await fetch('/account/buy', { method: 'POST', body: fields });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return page.getElementById('preview')?.childNodes ?? [];
}

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
