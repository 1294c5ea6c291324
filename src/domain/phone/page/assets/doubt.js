// Where the product is not certain of a stay, a person decides: a match through a misreading, an exit without its entry.
import { button, element, notice } from './dom.js';
import { momentText, t, textOf } from './i18n.js';
import { answerStay, stayOf, undoMatch } from './parking.js';
import { plateBadge } from './plate.js';

// `act(change)` does the change and shows the stay as it stands then.
export function matchNotice({ id, plate, match }, act) {
  return notice('warn',
    element('p', {}, t('match.misreading', { plate, read_as: match.read_as })),
    element('p', {}, textOf(match.reason)),
    button(t('match.undo'), { click: () => act(() => undoMatch(id)) }));
}

async function candidate(id, askedId, act) {
  const stay = await stayOf(id);
  return element('button', { type: 'button', class: 'item', click: () => act(() => answerStay(askedId, { is: 'exit', of: id })) },
    plateBadge(stay.plate, { size: 'small' }),
    element('span', {}, t('ask.leaves'), element('small', {}, t('ask.entered', { time: momentText(stay.entered_at, stay.zone.time_zone) }))));
}

export function askedPanel({ id, candidates }, act) {
  const list = element('div', { class: 'list' });
  Promise.all(candidates.map((each) => candidate(each, id, act))).then((rows) => list.prepend(...rows));
  list.append(
    button(t('ask.entry'), { click: () => act(() => answerStay(id, { is: 'entry' })) }),
    button(t('ask.nothing'), { click: () => act(() => answerStay(id, { is: 'nothing' })) }));
  return element('div', { class: 'view' }, element('h3', {}, t('ask.title')), list);
}
