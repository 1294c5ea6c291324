// One stay: what it owes now and why, its ticket, and the payment.
import { element, button, icon, notice, openSheet } from './dom.js';
import { durationText, momentText, moneyText, t } from './i18n.js';
import { closeStay, stayOf } from './parking.js';
import { payForm } from './pay.js';
import { problemNotice } from './problem.js';

const AGAIN_EVERY_MS = 30_000;

function lines(charge) {
  return element('details', {},
    element('summary', {}, icon('list'), t('stay.why')),
    element('ul', { class: 'lines' },
      ...charge.lines.map((line) => element('li', {}, element('span', {}, line.why), element('b', {}, moneyText(line.amount))))));
}

function ticketLinks(ticket) {
  const link = (href, iconName, words, extra = {}) =>
    element('a', { class: 'button', href, target: '_blank', rel: 'noopener', ...extra }, icon(iconName), t(words));
  const showQr = () => openSheet(t('ticket.qr'), t('close'),
    element('img', { class: 'qr', src: ticket.qr, alt: t('ticket.qr_alt', { number: ticket.number }), width: 260, height: 260 }),
    element('p', { class: 'help' }, t('ticket.qr_help')));
  return element('div', { class: 'thirds' },
    link(ticket.page, 'ticket', 'ticket.page'),
    link(ticket.pdf, 'file', 'ticket.pdf', { type: 'application/pdf' }),
    button(t('ticket.qr'), { icon: 'qr', click: showQr }));
}

function summaryOf(stay) {
  const until = stay.left_at ?? new Date();
  return t(stay.left_at ? 'stay.was' : 'stay.since',
    { zone: stay.zone, time: momentText(stay.entered_at), duration: durationText(new Date(until) - new Date(stay.entered_at)) });
}

// A live view of the stay; `onChange` is called after it was closed or paid.
export function stayPanel(id, { onChange = () => {} } = {}) {
  const root = element('section', { class: 'view', 'aria-label': t('stay.title') });

  async function act(change) {
    try {
      await change();
      await load();
      onChange();
    } catch (problem) {
      root.append(problemNotice(problem));
    }
  }

  function pay(stay) {
    openSheet(t('pay.title'), t('close'), payForm(stay, async () => { await load(); onChange(); }));
  }

  function actions(stay) {
    const owes = stay.owed.amount > 0;
    return element('div', { class: 'row' },
      stay.state === 'open' && button(t('stay.close'), { icon: 'exit', click: () => act(() => closeStay(id)) }),
      owes && stay.state !== 'open' && button(t('pay.open'), { icon: 'money', kind: 'primary', click: () => pay(stay) }));
  }

  function show(stay) {
    root.replaceChildren(...[
      element('div', { class: 'owed' },
        element('span', {}, t(stay.state === 'open' ? 'stay.owes_now' : `state.${stay.state}`)),
        element('strong', {}, moneyText(stay.owed))),
      element('p', { class: 'help' }, summaryOf(stay)),
      stay.charge.lines.length > 0 && lines(stay.charge),
      actions(stay),
      stay.ticket && ticketLinks(stay.ticket),
    ].filter(Boolean));
  }

  async function load() {
    const stay = await stayOf(id);
    show(stay);
    return stay;
  }

  // What an open stay owes grows: it is asked again while it can be seen.
  async function follow() {
    try {
      const stay = await load();
      if (stay.state === 'open') setTimeout(() => root.isConnected && follow(), AGAIN_EVERY_MS);
    } catch (problem) {
      root.replaceChildren(problemNotice(problem));
    }
  }

  root.append(notice('', element('p', {}, t('loading'))));
  follow();
  return root;
}
