// Elements, icons, the one dialog and the voice for screen readers.

const PATHS = {
  camera: 'M4 8h3l2-3h6l2 3h3a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8z',
  gallery: 'M4 4h16v16H4zM4 16l5-5 4 4 3-3 4 4M15.5 9a1 1 0 1 0 0-.01',
  pin: 'M12 21s7-6.5 7-12a7 7 0 0 0-14 0c0 5.5 7 12 7 12zM12 11.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
  list: 'M4 6h16M4 12h16M4 18h16',
  car: 'M4 17v-4l2-6h12l2 6v4zM4 13h16M7 17v2M17 17v2M7.5 15h.01M16.5 15h.01',
  gear: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2',
  ticket: 'M5 3h14v18l-2.3-2-2.4 2-2.3-2-2.3 2-2.4-2L5 21zM9 8h6M9 12h6',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4M9 13h6M9 17h6',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 18v2',
  money: 'M3 6h18v12H3zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 9h.01M18 15h.01',
  edit: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  exit: 'M14 4h5v16h-5M3 12h11M10 8l4 4-4 4',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5',
  close: 'M6 6l12 12M18 6L6 18',
  alert: 'M12 4l9 16H3zM12 10v4M12 17h.01',
};

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...shown(children));
  return made;
}

// Children may be written as `condition && child`.
const shown = (children) => children.flat().filter((child) => child != null && child !== false && child !== '');

export function icon(name) {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

export function button(label, { icon: iconName, kind = '', ...attributes } = {}) {
  return element('button', { type: 'button', class: kind, ...attributes }, iconName && icon(iconName), element('span', {}, label));
}

export function notice(kind, ...children) {
  return element('div', { class: `notice ${kind}`, role: kind === 'bad' ? 'alert' : 'status' }, ...children);
}

// A labelled field with its help and its fault: {root, input, fail(text)}.
export function field(label, { help = '', ...attributes } = {}) {
  const id = attributes.id ?? `field-${attributes.name}`;
  const input = element('input', { id, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': `${id}-help`, ...attributes });
  const note = element('p', { class: 'help', id: `${id}-help` }, help);
  const fail = (text) => {
    input.setAttribute('aria-invalid', text ? 'true' : 'false');
    note.classList.toggle('fault', Boolean(text));
    note.textContent = text || help;
  };
  input.addEventListener('input', () => fail(''));
  return { root: element('div', { class: 'field' }, element('label', { for: id }, label), input, note), input, fail };
}

// Draws a picture that only an authorised request can get; a plain <img> could not carry the key.
export async function drawn(blob, label) {
  const bitmap = await createImageBitmap(blob);
  const canvas = element('canvas', { class: 'picture', role: 'img', 'aria-label': label, width: bitmap.width, height: bitmap.height });
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas;
}

const sheet = document.getElementById('sheet');

export function openSheet(title, closeLabel, ...children) {
  sheet.replaceChildren(
    element('header', {},
      element('h2', { id: 'sheet-title', tabindex: '-1' }, title),
      element('button', { type: 'button', class: 'quiet icon-only', 'aria-label': closeLabel, click: closeSheet }, icon('close'))),
    ...shown(children));
  if (!sheet.open) sheet.showModal();
  return sheet;
}

export function closeSheet() {
  sheet.close();
}

sheet.addEventListener('click', (event) => {
  if (event.target === sheet) closeSheet();
});

export function announce(text) {
  document.getElementById('announcer').textContent = text;
}
