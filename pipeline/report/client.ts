/**
 * The script of a page: tables of any length in pages, searched and sorted. It is text because it runs in a browser, where
 * nothing of this program is; the browser tests run it. Only `textContent` and `title` take data.
 */
export const clientScript = String.raw`'use strict';
(() => {
  const PAGE_ROWS = 50;
  const CONTROLS_FROM = 21;
  const lang = document.documentElement.lang;
  const whole = new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });
  const rounded = new Intl.NumberFormat(lang, { maximumSignificantDigits: 6 });
  const scientific = new Intl.NumberFormat(lang, { notation: 'scientific', maximumSignificantDigits: 6 });
  const collator = new Intl.Collator(lang, { numeric: true });
  const SVG = 'http://www.w3.org/2000/svg';

  const numberText = (value) => {
    const size = Math.abs(value);
    if (size !== 0 && (size >= 1e15 || size < 1e-5)) return scientific.format(value);
    return Number.isInteger(value) ? whole.format(value) : rounded.format(value);
  };
  const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const boxDrawing = (box, low, high) => {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 100 14');
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('aria-hidden', 'true');
    if (box.some((value) => value === null)) return svg;
    const [min, p25, p50, p75, max] = box.map((value) => (high > low ? (98 * (value - low)) / (high - low) + 1 : 50));
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', 'whiskers');
    path.setAttribute('d', 'M' + min + ' 7H' + p25 + 'M' + p75 + ' 7H' + max + 'M' + min + ' 4v6M' + max + ' 4v6');
    const body = document.createElementNS(SVG, 'rect');
    body.setAttribute('class', 'middle');
    body.setAttribute('x', p25);
    body.setAttribute('y', 2);
    body.setAttribute('width', Math.max(0.5, p75 - p25));
    body.setAttribute('height', 10);
    const median = document.createElementNS(SVG, 'path');
    median.setAttribute('class', 'median');
    median.setAttribute('d', 'M' + p50 + ' 2v10');
    svg.append(path, body, median);
    return svg;
  };

  const cellFor = (kind, value, scale) => {
    if (kind === 'box') return element('td', { className: 'box' }, boxDrawing(value, scale[0], scale[1]));
    if (value === null) return element('td', { className: kind + ' none', textContent: '–' });
    if (typeof value === 'number') return element('td', { className: 'number', textContent: numberText(value), title: String(value) });
    const cell = element(kind === 'name' ? 'th' : 'td', { className: kind }, element('bdi', { textContent: String(value) }));
    if (kind === 'name') cell.scope = 'row';
    return cell;
  };

  const keyOf = (value) => (Array.isArray(value) ? value[2] : value);
  const compare = (a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y));
  };

  const scaleOf = (rows, kinds) => {
    const at = kinds.indexOf('box');
    if (at < 0) return [0, 1];
    let [low, high] = [Infinity, -Infinity];
    for (const row of rows) {
      if (row[at][0] !== null) low = Math.min(low, row[at][0]);
      if (row[at][4] !== null) high = Math.max(high, row[at][4]);
    }
    return [low, high];
  };

  const start = (root) => {
    const { kinds, choice, texts, rows: all } = JSON.parse(document.getElementById(root.dataset.source).textContent);
    const body = root.querySelector('tbody');
    const heads = [...root.querySelectorAll('thead th')];
    const state = { chosen: choice === null ? null : all[0]?.[choice], query: '', sort: -1, down: false, page: 0 };
    let rows = [];
    let scale = [0, 1];
    let searchable = null;

    const status = element('p', { className: 'status' });
    status.setAttribute('role', 'status');
    const previous = element('button', { type: 'button', textContent: texts.previous });
    const following = element('button', { type: 'button', textContent: texts.following });

    const pick = () => {
      const ofChoice = state.chosen === null ? all : all.filter((row) => row[choice] === state.chosen);
      scale = scaleOf(ofChoice, kinds);
      if (state.query !== '') {
        searchable ??= new Map(all.map((row) => [row, folded(row.filter((cell) => typeof cell === 'string').join('\n'))]));
        const words = folded(state.query).split(/\s+/);
        rows = ofChoice.filter((row) => words.every((word) => searchable.get(row).includes(word)));
      } else rows = [...ofChoice];
      if (state.sort >= 0) {
        const sign = state.down ? -1 : 1;
        rows.sort((a, b) => {
          const none = (keyOf(a[state.sort]) === null ? 1 : 0) - (keyOf(b[state.sort]) === null ? 1 : 0);
          return none !== 0 ? none : sign * compare(a[state.sort], b[state.sort]);
        });
      }
      state.page = 0;
      draw();
    };

    const draw = () => {
      const from = state.page * PAGE_ROWS;
      const shown = rows.slice(from, from + PAGE_ROWS);
      body.replaceChildren(...shown.map((row) => element('tr', {}, ...row.map((cell, index) => cellFor(kinds[index], cell, scale)))));
      status.textContent =
        rows.length === 0
          ? texts.noMatch
          : texts.pageOf
              .replace('{from}', whole.format(from + 1))
              .replace('{to}', whole.format(from + shown.length))
              .replace('{count}', whole.format(rows.length));
      previous.disabled = state.page === 0;
      following.disabled = from + PAGE_ROWS >= rows.length;
    };

    const turn = (step) => {
      state.page += step;
      draw();
      root.querySelector('.scroll').scrollTop = 0;
    };
    previous.addEventListener('click', () => turn(-1));
    following.addEventListener('click', () => turn(1));

    for (const [index, head] of heads.entries()) {
      const button = element('button', { type: 'button', title: texts.sortBy + ' ' + head.textContent }, ...head.childNodes);
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const textual = kinds[index] === 'name' || kinds[index] === 'text';
        state.down = state.sort === index ? !state.down : !textual;
        state.sort = index;
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
        pick();
      });
    }

    const controls = element('div', { className: 'controls' });
    if (choice !== null) {
      const select = element('select', {}, ...[...new Set(all.map((row) => row[choice]))].map((name) => element('option', { value: name, textContent: name })));
      select.addEventListener('change', () => {
        state.chosen = select.value;
        pick();
      });
      controls.append(element('label', {}, texts.choose + ' ', select));
    }
    if (all.length >= CONTROLS_FROM) {
      const search = element('input', { type: 'search', placeholder: texts.search, autocomplete: 'off', spellcheck: false });
      search.setAttribute('aria-label', texts.searchLabel);
      search.addEventListener('input', () => {
        state.query = search.value.trim();
        pick();
      });
      controls.append(search);
    }
    root.prepend(controls);
    if (all.length >= CONTROLS_FROM) root.append(element('div', { className: 'pager' }, previous, status, following));
    root.querySelector('.first-rows')?.remove();
    root.classList.add('live');
    pick();
  };

  for (const root of document.querySelectorAll('[data-source]')) start(root);

  // What is folded would be missing on paper.
  let unfolded = [];
  addEventListener('beforeprint', () => {
    unfolded = [...document.querySelectorAll('details:not([open])')];
    for (const one of unfolded) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of unfolded) one.open = false;
  });
})();
`;
