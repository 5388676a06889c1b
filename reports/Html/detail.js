// One attempt in a dialog: what was asked, answered, chosen, run and measured.

class DetailView {
  constructor(table, details) {
    this.table = table;
    this.details = details;
    this.dialog = byId('detail');
    this.body = byId('detail-body');
    byId('detail-close').addEventListener('click', () => this.dialog.close());
    byId('detail-previous').addEventListener('click', () => this.step(-1));
    byId('detail-next').addEventListener('click', () => this.step(1));
    this.dialog.addEventListener('close', () => this.table.leave(this.row));
    this.dialog.addEventListener('click', (event) => { if (event.target === this.dialog) this.dialog.close(); });
    this.dialog.addEventListener('keydown', (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'ArrowLeft') this.step(-1);
      if (event.key === 'ArrowRight') this.step(1);
    });
  }

  step(by) {
    const next = this.table.neighbour(this.row, by);
    if (next !== undefined) this.table.open(next);
  }

  async show(row) {
    this.row = row;
    const attempt = this.table.describe(row);
    byId('detail-title').replaceChildren(make('bdi', '', attempt.task));
    byId('detail-previous').disabled = this.table.neighbour(row, -1) === undefined;
    byId('detail-next').disabled = this.table.neighbour(row, 1) === undefined;
    const head = make('p', 'detail-head');
    head.append(make('span', `chip v-${attempt.verdict}`, attempt.verdict.replaceAll('_', ' ')));
    for (const text of [attempt.model, attempt.dataset, attempt.class, `sample ${attempt.sample}`]) head.append(make('bdi', 'part', text));
    this.body.replaceChildren(head, make('p', 'quiet', 'Reading…'));
    if (!this.dialog.open) this.dialog.showModal();
    this.body.scrollTop = 0;
    let content;
    try {
      content = this.sections(await this.details.read(row));
    } catch (error) {
      content = [make('p', 'banner invalid', `The texts cannot be shown: ${error.message}`)];
    }
    if (this.row === row) this.body.replaceChildren(head, ...content);
  }

  sections(texts) {
    const parts = [];
    if (texts.error) parts.push(this.text('Reason', texts.error, { plain: true }));
    const facts = make('dl', 'facts');
    for (const [name, value] of texts.facts) {
      const pair = make('div');
      const shown = make('dd');
      shown.append(make('bdi', '', value));
      pair.append(make('dt', '', name), shown);
      facts.append(pair);
    }
    parts.push(facts);
    if (texts.clock) parts.push(new TimeLine(texts.clock).element());
    parts.push(this.text('Prompt', texts.prompt));
    if (texts.calls) parts.push(this.text('Calls of the policy', texts.calls, { plain: true }));
    if (texts.steps) parts.push(this.trajectory(texts.steps, texts.ended));
    if (texts.reasoning) parts.push(this.text('Reasoning', texts.reasoning, { folded: true }));
    // An agent's replies stand in its steps.
    if (!texts.steps) parts.push(this.text('Reply', texts.reply, { missing: 'There is no reply.' }));
    parts.push(this.text(texts.steps ? 'Patch' : 'Extracted code', texts.code, { missing: 'No code was extracted.' }));
    if (texts.failedTests?.length) parts.push(this.text('Tests that decided', texts.failedTests.join('\n'), { plain: true }));
    if (texts.output) parts.push(this.text('Output', texts.output));
    return parts;
  }

  trajectory(steps, ended) {
    const section = make('section', 'text trajectory');
    section.append(make('h3', '', `Trajectory: ${steps.length} steps, ${ended}`));
    steps.forEach((step, index) => {
      const item = make('details', 'step');
      const head = make('summary');
      const first = (step.command || 'no command').split('\n')[0];
      head.append(make('b', '', `${index + 1}`), make('bdi', 'command', first.length > 120 ? `${first.slice(0, 120)}…` : first), make('span', 'quiet', step.facts));
      item.append(head);
      for (const text of [step.reply, step.observation]) {
        if (!text) continue;
        const pre = make('pre');
        pre.tabIndex = 0;
        pre.append(make('bdi', '', text));
        item.append(pre);
      }
      section.append(item);
    });
    return section;
  }

  text(title, text, { folded = false, plain = false, missing = 'Nothing was stored.' } = {}) {
    const section = make(folded ? 'details' : 'section', 'text');
    const pre = make('pre', plain ? 'reason' : '');
    pre.tabIndex = 0;
    pre.append(make('bdi', text ? '' : 'quiet', text || missing));
    if (folded) {
      section.append(make('summary', '', `${title} (${text.length.toLocaleString('en-US')} characters)`), pre);
    } else {
      const bar = make('div', 'text-bar');
      bar.append(make('h3', '', title));
      if (text && !plain && navigator.clipboard) {
        const copy = make('button', '', 'Copy');
        copy.type = 'button';
        copy.setAttribute('aria-label', `Copy: ${title}`);
        copy.addEventListener('click', () => navigator.clipboard.writeText(text).then(() => { copy.textContent = 'Copied'; }, () => { copy.textContent = 'Not allowed'; }));
        bar.append(copy);
      }
      section.append(bar, pre);
    }
    return section;
  }
}

/** The clock marks of a call, drawn to scale and listed. */
class TimeLine {
  static phases = {
    'connection ready': 'waiting', 'response headers': 'waiting', 'first event': 'waiting', 'first reasoning': 'waiting',
    'first visible token': 'reasoning', 'last token': 'writing', 'end of stream': 'ending',
  };

  constructor(clock) {
    this.clock = clock;
  }

  element() {
    const section = make('section', 'clock');
    section.append(make('h3', '', 'Clock'), this.drawing());
    const list = make('ol', 'marks');
    const lines = [...this.clock.marks];
    for (const [name, ms] of lines) {
      const item = make('li');
      item.append(make('span', '', name), make('b', '', duration(ms)));
      list.append(item);
    }
    const notes = [`sent ${this.clock.started}`, this.clock.concurrency === 1 ? 'the only open call' : `${this.clock.concurrency} calls open`];
    if (this.clock.queuedMs > 0) notes.push(`queued before it ${duration(this.clock.queuedMs)}`);
    if (this.clock.retryWaitMs > 0) notes.push(`failed tries and waits before it ${duration(this.clock.retryWaitMs)}`);
    if (this.clock.isNotStreaming) notes.push('the endpoint sent the answer in one piece');
    if (this.clock.isSaturated) notes.push('this machine was too busy for exact marks');
    section.append(list, make('p', 'quiet', notes.join(' · ')));
    return section;
  }

  drawing() {
    const total = Math.max(...this.clock.marks.map(([, ms]) => ms), 0.1);
    const svg = this.shape('svg', { class: 'timeline', role: 'img', 'aria-label': 'Clock marks to scale; the list below names them' });
    let from = 0;
    const reasoned = this.clock.marks.some(([name]) => name === 'first reasoning');
    for (const [name, ms] of this.clock.marks) {
      let phase = TimeLine.phases[name];
      if (phase === 'reasoning' && !reasoned) phase = 'waiting';
      const at = (value) => `${(100 * value / total).toFixed(3)}%`;
      const bar = this.shape('rect', { class: `t-${phase}`, x: at(from), y: 6, width: at(Math.max(ms - from, 0)), height: 12 });
      const title = this.shape('title', {});
      title.textContent = `${name}: ${duration(ms)}`;
      bar.append(title);
      svg.append(bar, this.shape('line', { x1: at(ms), x2: at(ms), y1: 2, y2: 22, class: 't-mark' }));
      from = Math.max(from, ms);
    }
    return svg;
  }

  shape(name, attributes) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }
}
