// One stay: what it owes now and why, its ticket, and the payment.
import { codeForm, discountNotice, permitInDoubt } from './discount.js';
import { askedPanel, matchNotice } from './doubt.js';
import { button, element, icon, notice, openSheet } from './dom.js';
import { durationText, language, momentText, moneyText, t, textOf } from './i18n.js';
import { chargeOf, closeStay, qrCodeOf, stayOf, ticketOf } from './parking.js';
import { payForm } from './pay.js';
import { problemNotice } from './problem.js';

const AGAIN_EVERY_MS = 30_000;

function lines({ lines: all, total }) {
  const line = ({ why, amount }) =>
    element('li', {}, element('span', {}, textOf(why)), element('b', {}, moneyText({ amount, currency: total.currency })));
  return element('details', {},
    element('summary', {}, icon('list'), t('stay.why')),
    element('ul', { class: 'lines' }, ...all.map(line)));
}

async function showQr({ number, page }) {
  openSheet(t('ticket.qr'), t('close'),
    element('div', { class: 'qr', role: 'img', 'aria-label': t('ticket.qr_alt', { number }) }, await qrCodeOf(page)),
    element('p', { class: 'help' }, t('ticket.qr_help')));
}

function ticketLinks(ticket) {
  const link = (path, iconName, words) =>
    element('a', { class: 'button', href: `${path}?lang=${language()}`, target: '_blank', rel: 'noopener' }, icon(iconName), t(words));
  return element('div', { class: 'thirds' },
    link(ticket.page, 'ticket', 'ticket.page'),
    link(`${ticket.page}.pdf`, 'file', 'ticket.pdf'),
    button(t('ticket.qr'), { icon: 'qr', click: () => showQr(ticket) }));
}

function summaryOf({ zone, entered_at: entered, left_at: left }) {
  const duration = durationText(entered, left ?? Date.now());
  return t(left ? 'stay.was' : 'stay.since', { zone: zone.name, time: momentText(entered, zone.time_zone), duration });
}

// The stay with its charge, and its ticket where there is one.
async function gathered(id) {
  const stay = await stayOf(id);
  const charge = stay.charge ?? (stay.state === 'open' ? await chargeOf(id) : null);
  const ticket = stay.ticket ? await ticketOf(stay.ticket) : null;
  return { stay, charge, ticket };
}

// A live view of the stay; `onChange` is called after it was closed, paid or set right.
export function stayPanel(id, { onChange = () => {} } = {}) {
  const root = element('div', { class: 'view' });

  async function act(change) {
    try {
      await change();
      await load();
      onChange();
    } catch (problem) {
      root.querySelector('.notice.bad')?.remove();
      root.append(problemNotice(problem));
    }
  }

  const pay = (stay) => openSheet(t('pay.title'), t('close'), payForm(stay, () => act(() => {})));

  const enterCode = (stay) => openSheet(t('code.title'), t('close'), codeForm(stay, () => act(() => {})));

  function actions(stay) {
    const code = () => button(t('code.open'), { icon: 'ticket', kind: 'wide', click: () => enterCode(stay) });
    if (stay.state === 'open') {
      return [button(t('stay.close'), { icon: 'exit', kind: 'wide', click: () => act(() => closeStay(id)) }), code()];
    }
    if (!stay.ticket || stay.owed.amount <= 0) return [];
    return [button(t('pay.open'), { icon: 'money', kind: 'primary wide', click: () => pay(stay) }), code()];
  }

  // More was paid than is owed: by a provider, or before a discount.
  const overpaid = ({ paid, charge }) => notice('warn',
    element('p', {}, t('pay.too_much', { amount: moneyText({ amount: paid.amount - charge.total.amount, currency: paid.currency }) })));

  function show({ stay, charge, ticket }) {
    root.replaceChildren(...[
      element('div', { class: 'owed' },
        element('span', { class: `state ${stay.state}` }, t(`state.${stay.state}`)),
        element('strong', {}, moneyText(stay.state === 'paid' ? stay.paid : stay.owed))),
      element('p', { class: 'help' }, summaryOf(stay)),
      charge && discountNotice(charge),
      charge?.lines.length > 0 && lines(charge),
      stay.charge && stay.paid.amount > stay.charge.total.amount && overpaid(stay),
      stay.flags.includes('permit_unclear') && permitInDoubt(stay, act),
      stay.match?.by === 'misreading' && matchNotice(stay, act),
      stay.state === 'ask' && askedPanel(stay, act),
      ...actions(stay),
      ticket && ticketLinks(ticket),
    ].filter(Boolean));
  }

  async function load() {
    const found = await gathered(id);
    show(found);
    return found.stay;
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
