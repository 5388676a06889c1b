// The page: theme, filters, addresses.

const theme = {
  names: ['auto', 'light', 'dark'],
  labels: { auto: ['◐', 'Auto', 'as the system'], light: ['☀', 'Light', 'light'], dark: ['☾', 'Dark', 'dark'] },
  current: 'auto',

  start() {
    try { this.current = localStorage.getItem('eval-report-theme') ?? 'auto'; } catch { /* not stored when the browser forbids it */ }
    if (!this.names.includes(this.current)) this.current = 'auto';
    this.show();
    byId('theme').addEventListener('click', () => {
      this.current = this.names[(this.names.indexOf(this.current) + 1) % this.names.length];
      try { localStorage.setItem('eval-report-theme', this.current); } catch { /* as above */ }
      this.show();
    });
  },

  show() {
    if (this.current === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.current;
    const [sign, word, description] = this.labels[this.current];
    byId('theme').replaceChildren(`${sign} `, make('span', '', word));
    byId('theme').setAttribute('aria-label', `Colour theme: ${description}`);
  },
};

const filters = {
  fields: ['text', 'model', 'dataset', 'class', 'verdict', 'verdictOrigin'],

  start(table) {
    this.table = table;
    for (const column of ['model', 'dataset', 'class', 'verdict', 'verdictOrigin']) {
      const used = new Set(table.data[column]);
      const names = table.data[`${column}Names`].filter((_, i) => used.has(i));
      for (const name of names) {
        const option = make('option', '', column === 'verdict' ? name.replaceAll('_', ' ') : name);
        option.value = name;
        byId(`f-${column}`).append(option);
      }
    }
    let timer;
    byId('filters').addEventListener('input', (event) => {
      clearTimeout(timer);
      timer = setTimeout(() => this.apply(), event.target.id === 'f-text' ? 120 : 0);
    });
    byId('filters').addEventListener('submit', (event) => event.preventDefault());
    byId('filters').addEventListener('reset', () => setTimeout(() => this.apply()));
  },

  apply() {
    this.table.filter(Object.fromEntries(this.fields.map((field) => [field, byId(`f-${field}`).value])));
  },

  set(parameters) {
    for (const field of this.fields) byId(`f-${field}`).value = parameters.get(field) ?? '';
    this.apply();
    byId('attempts').scrollIntoView();
  },
};

const follow = (table, view) => {
  const address = location.hash;
  if (address.startsWith('#attempt=')) {
    let row;
    try { row = table.find(address.slice('#attempt='.length)); } catch { /* not a well-formed address */ }
    if (row === undefined) byId('count').textContent = 'The attempt that this address names is not in this report.';
    else view.show(row);
  } else if (address.startsWith('#attempts?')) {
    filters.set(new URLSearchParams(address.slice('#attempts?'.length)));
  }
};

const start = async () => {
  theme.start();
  const data = await inflate(byId('attempts-data').textContent);
  const table = new AttemptTable(data);
  const view = new DetailView(table, new Details(data.chunks, data.inFiles));
  filters.start(table);
  filters.apply();
  window.addEventListener('hashchange', () => follow(table, view));
  // Following the same link twice changes no address, but the filters may have changed since.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="#attempts?"]');
    if (link && link.hash === location.hash) follow(table, view);
  });
  follow(table, view);
  document.documentElement.dataset.ready = 'true';
};

start().catch((error) => {
  byId('count').textContent = `The attempts cannot be shown: ${error.message}`;
});
