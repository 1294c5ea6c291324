// The stays that are open, and those of any plate that is searched for.
import { button, element, field, icon, openSheet } from './dom.js';
import { durationText, momentText, moneyText, t } from './i18n.js';
import { openStays, staysOfPlate } from './parking.js';
import { normalised, plateBadge } from './plate.js';
import { problemNotice } from './problem.js';
import { stayPanel } from './stay.js';

const TYPING_MS = 250;
const SEARCHED_MIN = 3; // characters in a row that the server looks for among all stays

function row(stay, onChange) {
  const open = () => openSheet(t('stay.title'), t('close'), plateBadge(stay.plate), stayPanel(stay.id, { onChange }));
  const detail = stay.left_at
    ? `${t(`state.${stay.state}`)} · ${momentText(stay.left_at, stay.zone.time_zone)}`
    : [stay.state === 'ask' && t('state.ask'), durationText(stay.entered_at, Date.now())].filter(Boolean).join(' · ');
  return element('li', {},
    element('button', { type: 'button', class: 'item', click: open },
      plateBadge(stay.plate, { size: 'small' }),
      element('span', {}, stay.zone.name, element('small', {}, detail)),
      element('b', {}, moneyText(stay.owed))));
}

// The open ones that hold the text, and those that ended.
async function found(text) {
  const open = (await openStays()).filter((stay) => stay.plate.includes(text));
  if (text.length < SEARCHED_MIN) return open;
  const ended = (await staysOfPlate(text)).filter((stay) => !open.some(({ id }) => id === stay.id));
  return [...open, ...ended];
}

export function staysView(root) {
  let typing;
  let asked = 0;
  const list = element('div', {});

  async function load(text) {
    asked += 1;
    const mine = asked;
    try {
      const stays = await found(normalised(text));
      if (mine !== asked) return;
      list.replaceChildren(stays.length
        ? element('ul', { class: 'list' }, ...stays.map((stay) => row(stay, () => load(text))))
        : element('p', { class: 'empty' }, t(text ? 'stays.none_found' : 'stays.none')));
    } catch (problem) {
      if (mine === asked) list.replaceChildren(problemNotice(problem));
    }
  }

  function draw() {
    const search = field(t('stays.search'), {
      name: 'search', id: 'search', type: 'search', class: 'plate-input', placeholder: 'AB 123 CD', enterkeyhint: 'search', maxlength: 16,
      help: t('stays.search_help'),
    });
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
