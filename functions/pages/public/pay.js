/* Comfort only: without this script a click selects the whole value. */
const list = document.querySelector('[data-copy]');
const SHOWN_MS = 2000;

for (const value of list === null || navigator.clipboard === undefined ? [] : list.querySelectorAll('.copy')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'chip';
  button.textContent = list.dataset.copy;
  button.setAttribute('aria-label', `${list.dataset.copy}: ${value.closest('div').querySelector('dt').textContent}`);
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(value.textContent);
    button.textContent = list.dataset.copied;
    setTimeout(() => {
      button.textContent = list.dataset.copy;
    }, SHOWN_MS);
  });
  value.after(' ', button);
}
