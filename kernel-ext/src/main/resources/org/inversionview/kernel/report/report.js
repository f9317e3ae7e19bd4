'use strict';
// Tables sort by a click on a column's name, are filtered by words, and a row opens into all that it says.
(() => {
  const FEW = 3; // rows, for which none of this is needed
  const MANY = 8; // rows, from which on a filter helps

  const isData = (row) => row.cells.length > 0 && row.cells[0].tagName === 'TD' && !row.classList.contains('across')
    && !row.classList.contains('opened');

  const number = (text) => {
    const found = /^[^\d-]*(-?\d[\d,]*\.?\d*(?:e[+-]?\d+)?)/i.exec(text.trim());
    return found ? Number(found[1].replace(/,/g, '')) : NaN;
  };

  const compare = (a, b) => {
    const [x, y] = [number(a), number(b)];
    if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
    return Number.isNaN(x) - Number.isNaN(y) || a.localeCompare(b);
  };

  const close = (row) => {
    const next = row.nextElementSibling;
    if (next && next.classList.contains('opened')) next.remove();
    row.setAttribute('aria-expanded', 'false');
  };

  const entry = (list, term, text) => {
    const name = document.createElement('dt');
    name.textContent = term;
    const value = document.createElement('dd');
    value.textContent = text;
    list.append(name, value);
  };

  const open = (row, names) => {
    const opened = document.createElement('tr');
    opened.className = 'opened';
    const cell = opened.insertCell();
    cell.colSpan = row.cells.length;
    const list = document.createElement('dl');
    [...row.cells].forEach((one, column) => {
      entry(list, names[column] || '', one.textContent.trim());
      one.querySelectorAll('.t[title]:not([title=""])').forEach((token) => entry(list, `  ${token.textContent}`, token.title));
    });
    cell.append(list);
    row.after(opened);
    row.setAttribute('aria-expanded', 'true');
  };

  const press = (element, action) => {
    element.tabIndex = 0;
    element.addEventListener('click', () => {
      if (getSelection().isCollapsed) action();
    });
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        action();
      }
    });
  };

  // Rows between two lines across the table stay together.
  const groups = (rows) => {
    const all = [[]];
    rows.forEach((row) => (isData(row) ? all[all.length - 1].push(row) : all.push([])));
    return all.filter((group) => group.length > 1);
  };

  const sortBy = (table, header, column) => {
    const before = header.cells[column].getAttribute('aria-sort');
    const down = before === 'ascending';
    [...header.cells].forEach((cell) => cell.removeAttribute('aria-sort'));
    header.cells[column].setAttribute('aria-sort', down ? 'descending' : 'ascending');
    [...table.rows].filter(isData).forEach(close);
    groups([...table.rows].slice(1)).forEach((group) => {
      const end = group[group.length - 1].nextSibling;
      const parent = group[0].parentNode;
      const text = (row) => row.cells[column].textContent;
      group.map((row, index) => ({ row, index }))
        .sort((a, b) => (down ? -1 : 1) * compare(text(a.row), text(b.row)) || a.index - b.index)
        .forEach(({ row }) => parent.insertBefore(row, end));
    });
  };

  const filter = (table, words) => {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    [...table.rows].filter(isData).forEach((row) => {
      close(row);
      const text = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => text.includes(word));
    });
  };

  document.querySelectorAll('.output table').forEach((table) => {
    const rows = [...table.rows].filter(isData);
    const header = table.rows[0];
    if (rows.length <= FEW || !header || header.cells[0].tagName !== 'TH') return;
    const names = [...header.cells].map((cell) => cell.textContent.trim());
    [...header.cells].forEach((cell, column) => {
      cell.classList.add('sorts');
      press(cell, () => sortBy(table, header, column));
    });
    rows.filter((row) => row.cells.length === names.length).forEach((row) => {
      row.classList.add('opens');
      row.setAttribute('aria-expanded', 'false');
      press(row, () => (row.getAttribute('aria-expanded') === 'true' ? close(row) : open(row, names)));
    });
    if (rows.length >= MANY) {
      const field = document.createElement('input');
      field.type = 'search';
      field.className = 'filter';
      field.placeholder = `filter ${rows.length} rows`;
      field.setAttribute('aria-label', field.placeholder);
      field.addEventListener('input', () => filter(table, field.value));
      table.before(field);
    }
  });

  addEventListener('beforeprint', () => document.querySelectorAll('details.source').forEach((one) => { one.open = true; }));
})();
