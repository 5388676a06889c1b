// The table of attempts: columns of numbers, sorted and filtered as arrays; only the rows in sight exist in the page.

class AttemptTable {
  static rowHeight = 36;
  static overscan = 12;
  static nameColumns = ['task', 'model', 'dataset', 'class', 'verdict', 'verdictOrigin'];
  static columns = ['task', 'sample', 'model', 'dataset', 'class', 'verdict', 'ttft', 'latency', 'output', 'cost'];

  constructor(data) {
    this.data = data;
    this.viewport = byId('viewport');
    this.body = byId('rows');
    this.headHeight = byId('attempts-table').tHead.offsetHeight;
    this.order = Uint32Array.from({ length: data.count }, (_, i) => i);
    this.sort = { column: null, descending: false };
    this.ranks = {};
    this.lower = data.taskNames.map((name) => name.toLowerCase());
    const collator = new Intl.Collator('en', { numeric: true });
    for (const column of AttemptTable.nameColumns) {
      const names = data[`${column}Names`];
      const sorted = names.map((_, i) => i).sort((a, b) => collator.compare(names[a], names[b]));
      this.ranks[column] = new Uint32Array(names.length);
      sorted.forEach((name, rank) => { this.ranks[column][name] = rank; });
    }
    this.viewport.addEventListener('scroll', () => this.draw());
    new ResizeObserver(() => this.draw(true)).observe(this.viewport);
    for (const button of document.querySelectorAll('[data-sort]')) {
      button.addEventListener('click', () => this.sortBy(button.dataset.sort));
    }
    this.body.addEventListener('click', (event) => {
      const row = event.target.closest('tr[data-row]');
      if (!row || getSelection().toString()) return;
      event.preventDefault();
      this.open(Number(row.dataset.row));
    });
  }

  describe(row) {
    const result = { sample: this.data.sample[row] };
    for (const column of AttemptTable.nameColumns) result[column] = this.data[`${column}Names`][this.data[column][row]];
    return result;
  }

  link(row) {
    const a = this.describe(row);
    return '#attempt=' + [a.dataset, a.task, a.model, a.sample].map((part) => encodeURIComponent(part)).join('/');
  }

  find(link) {
    const parts = link.split('/').map((part) => decodeURIComponent(part));
    const [dataset, task, model] = ['dataset', 'task', 'model'].map((column, i) => this.data[`${column}Names`].indexOf(parts[i]));
    const sample = Number(parts[3]);
    for (let row = 0; row < this.data.count; row++) {
      if (this.data.task[row] === task && this.data.model[row] === model && this.data.dataset[row] === dataset && this.data.sample[row] === sample) return row;
    }
    return undefined;
  }

  neighbour(row, by) {
    const at = this.order.indexOf(row);
    return at < 0 ? undefined : this.order[at + by];
  }

  open(row) {
    location.replace(this.link(row));
  }

  /** Called when the dialog closes: the address no longer names the attempt, and the keyboard is back on its row. */
  leave(row) {
    location.replace('#attempts=');
    const at = this.order.indexOf(row);
    if (at < 0) return;
    const top = at * AttemptTable.rowHeight;
    if (top < this.viewport.scrollTop || top > this.viewport.scrollTop + this.viewport.clientHeight - 2 * this.headHeight) {
      this.viewport.scrollTop = top - this.viewport.clientHeight / 2;
      this.draw(true);
    }
    this.body.querySelector(`tr[data-row="${row}"] a`)?.focus({ preventScroll: true });
  }

  filter({ text = '', model = '', dataset = '', class: kind = '', verdict = '', verdictOrigin = '' }) {
    const data = this.data;
    const number = (column, name) => (name === '' ? -1 : data[`${column}Names`].indexOf(name));
    const [m, d, c, o] = [number('model', model), number('dataset', dataset), number('class', kind), number('verdictOrigin', verdictOrigin)];
    const not = verdict.startsWith('!');
    const v = number('verdict', not ? verdict.slice(1) : verdict);
    const needle = text.trim().toLowerCase();
    const tasks = needle && Uint8Array.from(this.lower, (name) => (name.includes(needle) ? 1 : 0));
    const found = new Uint32Array(data.count);
    let count = 0;
    for (let row = 0; row < data.count; row++) {
      if (m >= 0 && data.model[row] !== m) continue;
      if (d >= 0 && data.dataset[row] !== d) continue;
      if (c >= 0 && data.class[row] !== c) continue;
      if (o >= 0 && data.verdictOrigin[row] !== o) continue;
      if (v >= 0 && (data.verdict[row] === v) === not) continue;
      if (tasks && !tasks[data.task[row]]) continue;
      found[count++] = row;
    }
    this.order = found.subarray(0, count);
    this.applySort();
    this.viewport.scrollTop = 0;
    this.draw(true);
    byId('count').textContent = count === data.count
      ? `${count.toLocaleString('en-US')} attempts`
      : `${count.toLocaleString('en-US')} of ${data.count.toLocaleString('en-US')} attempts`;
  }

  sortBy(column) {
    const descending = this.sort.column === column ? !this.sort.descending : false;
    this.sort = { column, descending };
    for (const button of document.querySelectorAll('[data-sort]')) {
      const cell = button.closest('th');
      if (button.dataset.sort === column) cell.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      else cell.removeAttribute('aria-sort');
    }
    this.applySort();
    this.viewport.scrollTop = 0;
    this.draw(true);
  }

  applySort() {
    const { column, descending } = this.sort;
    if (!column) return;
    const values = this.data[column];
    const ranks = this.ranks[column];
    const sign = descending ? -1 : 1;
    // Unknown values stand last in both directions; equal ones keep the run's order.
    const key = new Float64Array(this.data.count);
    for (let row = 0; row < key.length; row++) key[row] = ranks ? sign * ranks[values[row]] : values[row] === null ? Infinity : sign * values[row];
    this.order.sort((a, b) => (key[a] === key[b] ? a - b : key[a] - key[b]));
  }

  draw(force = false) {
    const height = AttemptTable.rowHeight;
    const visible = Math.ceil(this.viewport.clientHeight / height);
    const top = Math.floor(this.viewport.scrollTop / height);
    const first = Math.max(0, top - AttemptTable.overscan);
    const last = Math.min(this.order.length, top + visible + AttemptTable.overscan);
    if (!force && first === this.first && last === this.last) return;
    this.first = first;
    this.last = last;
    const focused = document.activeElement?.closest?.('tr[data-row]')?.dataset.row;
    const rows = [];
    if (first > 0) rows.push(this.spacer(first * height));
    for (let i = first; i < last; i++) rows.push(this.row(this.order[i], i));
    if (last < this.order.length) rows.push(this.spacer((this.order.length - last) * height));
    this.body.replaceChildren(...rows);
    byId('attempts-table').setAttribute('aria-rowcount', this.order.length + 1);
    if (focused !== undefined) this.body.querySelector(`tr[data-row="${focused}"] a`)?.focus({ preventScroll: true });
  }

  spacer(height) {
    const row = make('tr', 'spacer');
    row.setAttribute('aria-hidden', 'true');
    const cell = make('td');
    cell.colSpan = AttemptTable.columns.length;
    cell.style.height = `${height}px`;
    row.append(cell);
    return row;
  }

  row(number, position) {
    const attempt = this.describe(number);
    const row = make('tr', position % 2 ? 'odd' : '');
    row.dataset.row = number;
    row.setAttribute('aria-rowindex', position + 2);
    const task = make('th', 'c-task');
    task.scope = 'row';
    const link = make('a');
    link.href = this.link(number);
    link.title = attempt.task;
    link.append(make('bdi', '', attempt.task));
    task.append(link);
    row.append(task, make('td', 'c-sample n', attempt.sample), this.name('model', attempt), this.name('dataset', attempt), this.name('class', attempt));
    const verdict = make('td', 'c-verdict');
    verdict.append(make('span', `chip v-${attempt.verdict}`, attempt.verdict.replaceAll('_', ' ')));
    row.append(verdict);
    const { ttft, latency, output, cost } = this.data;
    row.append(
      this.number('ttft', duration(ttft[number]), 'no streamed text'),
      this.number('latency', duration(latency[number]), 'no call succeeded'),
      this.number('output', output[number]?.toLocaleString('en-US'), 'the endpoint did not say'),
      this.number('cost', usd(cost[number]), 'price or tokens unknown'));
    return row;
  }

  name(column, attempt) {
    const cell = make('td', `c-${column}`);
    cell.title = attempt[column];
    cell.append(make('bdi', '', attempt[column]));
    return cell;
  }

  number(column, text, reason) {
    const cell = make('td', `c-${column} n`, text ?? 'n/a');
    if (text === null || text === undefined) {
      cell.title = reason;
      cell.classList.add('na');
    }
    return cell;
  }
}
