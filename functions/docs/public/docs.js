// The colours follow the device, also when it changes while the page is open.
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
const applyColours = () => document.documentElement.classList.toggle('dark-mode', prefersDark.matches);
prefersDark.addEventListener('change', applyColours);
applyColours();

const reference = document.getElementById('reference');

// What is rendered above a refusal would push it out of sight, so it stays in view until the reader moves.
const refusal = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
if (refusal?.classList.contains('refusal')) {
  const keepInView = new ResizeObserver(() => refusal.scrollIntoView());
  keepInView.observe(reference);
  for (const move of ['wheel', 'touchstart', 'pointerdown', 'keydown']) {
    window.addEventListener(move, () => keepInView.disconnect(), { once: true, passive: true });
  }
}

window.SwaggerUIBundle({
  url: '/openapi.json',
  domNode: reference,
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  // Nothing leaves this site: the document is not sent to a validator elsewhere.
  validatorUrl: null,
});
