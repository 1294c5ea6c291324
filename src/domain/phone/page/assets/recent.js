// The last photos that were sent.
import { button, element, openSheet } from './dom.js';
import { captureCard, outcomeOf } from './card.js';
import { recentCaptures } from './captures.js';
import { momentText, t } from './i18n.js';
import { plateBadge } from './plate.js';
import { problemNotice } from './problem.js';

function row(capture) {
  const [reading] = capture.readings;
  const open = () => openSheet(t('recent.one'), t('close'), captureCard(capture).root);
  return element('li', {},
    element('button', { type: 'button', class: 'item', click: open },
      reading ? plateBadge(reading.plate, { region: reading.region, size: 'small' }) : plateBadge('— — —', { size: 'small' }),
      element('span', {}, momentText(capture.taken_at.value), element('small', {}, outcomeOf(capture).text))));
}

export function recentView(root) {
  async function draw() {
    root.className = 'view';
    try {
      const captures = await recentCaptures();
      root.replaceChildren(
        captures.length ? element('ul', { class: 'list' }, ...captures.map(row)) : element('p', { class: 'empty' }, t('recent.none')),
        button(t('reload'), { icon: 'clock', click: draw }));
    } catch (problem) {
      root.replaceChildren(problemNotice(problem));
    }
  }
  return { draw };
}
