// The colours follow the device, also when it changes while the page is open.
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
const applyColours = () => document.documentElement.classList.toggle('dark-mode', prefersDark.matches);
prefersDark.addEventListener('change', applyColours);
applyColours();

window.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  // Nothing leaves this site: the document is not sent to a validator elsewhere.
  validatorUrl: null,
  onComplete: () => {
    // What was rendered above has moved the refusal that the address leads to.
    const id = decodeURIComponent(window.location.hash.slice(1));
    if (id.startsWith('problem-')) document.getElementById(id)?.scrollIntoView();
  },
});
