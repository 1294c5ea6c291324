// The stays that are open, found by plate.
import { button, element, field, icon, openSheet } from './dom.js';
import { durationText, moneyText, t } from './i18n.js';
import { openStays } from './parking.js';
import { normalised, plateBadge } from './plate.js';
import { problemNotice } from './problem.js';
import { stayPanel } from './stay.js';

const TYPING_MS = 250;

function row(stay, onChange) {
  const open = () => openSheet(t('stay.title'), t('close'), plateBadge(stay.plate), stayPanel(stay.id, { onChange }));
  const since = durationText(Date.now() - new Date(stay.entered_at));
  return element('li', {},
    element('button', { type: 'button', class: 'item', click: open },
      plateBadge(stay.plate, { size: 'small' }),
      element('span', {}, stay.zone.name, element('small', {}, since)),
      element('b', {}, moneyText(stay.owed))));
}

export function staysView(root) {
  let typing;
  let asked = 0;
  const list = element('div', {});

  async function load(text) {
    asked += 1;
    const mine = asked;
    try {
      const stays = await openStays(normalised(text));
      if (mine !== asked) return;
      list.replaceChildren(stays.length
        ? element('ul', { class: 'list' }, ...stays.map((stay) => row(stay, () => load(text))))
        : element('p', { class: 'empty' }, t(text ? 'stays.none_found' : 'stays.none')));
    } catch (problem) {
      if (mine === asked) list.replaceChildren(problemNotice(problem));
    }
  }

  function draw() {
    const search = field(t('stays.search'), { name: 'search', id: 'search', type: 'search', class: 'plate-input', placeholder: 'AB 123 CD', enterkeyhint: 'search' });
    search.input.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => load(search.input.value), TYPING_MS);
    });
    const again = button(t('reload'), { icon: 'clock', click: () => load(search.input.value) });
    root.className = 'view';
    root.replaceChildren(search.root, list, again);
    load('');
  }

  return { draw };
}
