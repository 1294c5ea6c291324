// Taking money for the ticket of a stay: cash, card or transfer, all of it or a part.
import { keyAfter, newIdempotencyKey } from './api.js';
import { announce, closeSheet, element, field } from './dom.js';
import { minorUnits, moneyText, moneyToEdit, t } from './i18n.js';
import { payTicket } from './parking.js';
import { problemNotice } from './problem.js';

function methodChoice() {
  const choice = (value, checked) =>
    element('label', { class: 'choice' }, element('input', { type: 'radio', name: 'method', value, checked }), t(`pay.${value}`));
  return element('fieldset', {}, element('legend', {}, t('pay.method')), choice('cash', true), choice('card', false), choice('transfer', false));
}

// One form is one payment: sent twice, it counts once.
export function payForm(stay, onPaid) {
  let idempotencyKey = newIdempotencyKey();
  const amount = field(t('pay.amount', { currency: stay.owed.currency }), {
    name: 'amount', inputmode: 'decimal', value: moneyToEdit(stay.owed), help: t('pay.amount_help', { owed: moneyText(stay.owed) }),
  });
  const reference = field(t('pay.reference'), { name: 'reference', maxlength: 200, help: t('pay.reference_help') });
  const confirm = element('button', { class: 'primary wide', type: 'submit' }, t('pay.confirm'));
  const faults = element('div', {});

  const submit = async (event) => {
    event.preventDefault();
    const minor = minorUnits(amount.input.value, stay.owed.currency);
    if (!minor || minor > stay.owed.amount) return amount.fail(t('pay.amount_fault', { owed: moneyText(stay.owed) }));
    const method = new FormData(event.target).get('method');
    confirm.disabled = true;
    try {
      await payTicket(stay.ticket, { method, amount: minor, reference: reference.input.value.trim() }, idempotencyKey);
      closeSheet();
      announce(t('pay.done', { amount: moneyText({ amount: minor, currency: stay.owed.currency }) }));
      await onPaid();
    } catch (problem) {
      idempotencyKey = keyAfter(problem, idempotencyKey);
      faults.replaceChildren(problemNotice(problem));
    } finally {
      confirm.disabled = false;
    }
  };
  return element('form', { submit }, amount.root, methodChoice(), reference.root, faults, confirm);
}
